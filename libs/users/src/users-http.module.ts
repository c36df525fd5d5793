import { Module } from '@nestjs/common';
import { ProfileController } from './profile.controller.js';
import { UserController } from './user.controller.js';
import { UsersModule } from './users.module.js';

/** The routes of accounts and profiles. */
@Module({ imports: [UsersModule], controllers: [ProfileController, UserController] })
export class UsersHttpModule {}
