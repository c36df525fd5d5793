export { UsersModule } from './users.module.js';
export { UsersHttpModule } from './users-http.module.js';
export { type NewUser, UsersService } from './users.service.js';
export { type RegistrationHandler, UserLifecycle } from './user-lifecycle.js';
export { type UserFieldBatch, UserViews } from './user-views.js';
export { type UserLocale, userLocales, type UserRecord } from './user-record.js';
export {
  displayNameInput,
  emailInput,
  type PublicUser,
  publicUserSchema,
  type User,
  userParams,
  type UserParams,
  userSchema,
} from './user.dto.js';
export { EmailTakenError, UserNotFoundError } from './users.errors.js';
