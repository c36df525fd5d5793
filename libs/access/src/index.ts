export {
  type AccessRule,
  Can,
  CurrentActor,
  OptionalActor,
  OwnCheck,
  Public,
  type RequestWithActor,
  SignedIn,
} from './access.decorator.js';
export { AccessGuard, accessRuleOf, bearerToken } from './access.guard.js';
export { type Actor, ActorVerifier } from './actor.js';
