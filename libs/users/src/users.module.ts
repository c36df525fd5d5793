import { Module } from '@nestjs/common';
import { DatabaseModule } from '#lib/database';
import { FilesModule } from '#lib/files';
import { UserLifecycle } from './user-lifecycle.js';
import { UserViews } from './user-views.js';
import { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';
import { UsersService } from './users.service.js';

/** Accounts and profiles, for every lib above. */
@Module({
  imports: [DatabaseModule.forFeature([UserEntity]), FilesModule],
  providers: [UserRepository, UserLifecycle, UserViews, UsersService],
  exports: [UserLifecycle, UserViews, UsersService],
})
export class UsersModule {}
