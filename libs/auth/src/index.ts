export { type AuthConfig, authConfig } from './auth.config.js';
export {
  AccountLockedError,
  BeyondOwnPermissionsError,
  InvalidCredentialsError,
  InvalidRefreshTokenError,
  LastAdministratorError,
  RefreshReusedError,
  SessionNotFoundError,
  WeakPasswordError,
  WrongPasswordError,
} from './auth.errors.js';
export { AuthHttpModule } from './auth-http.module.js';
export { AuthModule } from './auth.module.js';
export { AdminAccounts, type AdminOutcome, type AdminRequest } from './accounts/admin-accounts.js';
export { type SignedInAnswer, type Tokens } from './accounts/auth.dto.js';
export { AuthService } from './accounts/auth.service.js';
export { AccountLockService } from './roles/account-lock.service.js';
export { RolesService } from './roles/roles.service.js';
export { type ClientInfo, SessionService } from './sessions/session.service.js';
