import { Module } from '@nestjs/common';
import { AuthController } from './accounts/auth.controller.js';
import { AuthModule } from './auth.module.js';
import { RoleController } from './roles/role.controller.js';
import { UserAccessController } from './roles/user-access.controller.js';
import { SessionController } from './sessions/session.controller.js';
import { JwksController } from './tokens/jwks.controller.js';

/** The routes of sign-in, sessions, roles and locks, and the public keys. */
@Module({
  imports: [AuthModule],
  controllers: [AuthController, JwksController, RoleController, SessionController, UserAccessController],
})
export class AuthHttpModule {}
