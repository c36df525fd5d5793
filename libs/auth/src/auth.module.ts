import { Global, Module } from '@nestjs/common';
import { ActorVerifier } from '#lib/access';
import { DatabaseModule } from '#lib/database';
import { UsersModule } from '#lib/users';
import { AccountRegistrar } from './accounts/account-registrar.js';
import { AdminAccounts } from './accounts/admin-accounts.js';
import { AuthService } from './accounts/auth.service.js';
import { AuthStart } from './auth-start.js';
import { AuthChangeEntity, AuthChangeHeadEntity } from './changes/auth-change.entity.js';
import { AuthChanges } from './changes/auth-changes.js';
import { CredentialEntity } from './passwords/credential.entity.js';
import { CredentialRepository } from './passwords/credential.repository.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordService } from './passwords/password.service.js';
import { AccountLockService } from './roles/account-lock.service.js';
import { RoleSeeder } from './roles/role-seeder.js';
import { PermissionEntity, RoleEntity, RolePermissionEntity } from './roles/role.entity.js';
import { RoleRepository } from './roles/role.repository.js';
import { RolesService } from './roles/roles.service.js';
import { UserRoleEntity } from './roles/user-role.entity.js';
import { RefreshTokenEntity } from './sessions/refresh-token.entity.js';
import { RefreshTokenRepository } from './sessions/refresh-token.repository.js';
import { RefreshService } from './sessions/refresh.service.js';
import { SessionPruneJob } from './sessions/session-prune.job.js';
import { SessionEvents } from './sessions/session-events.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionService } from './sessions/session.service.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { ActorLoader } from './tokens/actor-loader.js';
import { SigningKeyEntity } from './tokens/signing-key.entity.js';
import { SigningKeyRepository } from './tokens/signing-key.repository.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { TokenVerifier } from './tokens/token-verifier.js';

/** Identity, sessions and roles. Global, because the guard of every route and the handshake of every socket ask its `ActorVerifier`. */
@Global()
@Module({
  imports: [
    DatabaseModule.forFeature([
      AuthChangeEntity,
      AuthChangeHeadEntity,
      CredentialEntity,
      PermissionEntity,
      RefreshTokenEntity,
      RoleEntity,
      RolePermissionEntity,
      SessionEntity,
      SigningKeyEntity,
      UserRoleEntity,
    ]),
    UsersModule,
  ],
  providers: [
    AccessTokens,
    AccountLockService,
    AccountRegistrar,
    ActorLoader,
    AdminAccounts,
    AuthChanges,
    AuthService,
    AuthStart,
    CredentialRepository,
    PasswordHasher,
    PasswordService,
    RefreshService,
    RefreshTokenRepository,
    RoleRepository,
    RoleSeeder,
    RolesService,
    SessionEvents,
    SessionPruneJob,
    SessionRepository,
    SessionService,
    SigningKeyRepository,
    SigningKeys,
    TokenVerifier,
    { provide: ActorVerifier, useExisting: TokenVerifier },
  ],
  exports: [
    AccountLockService,
    ActorVerifier,
    AdminAccounts,
    AuthService,
    RolesService,
    SessionService,
    SigningKeys,
  ],
})
export class AuthModule {}
