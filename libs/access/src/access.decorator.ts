import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { UnauthorizedError } from '#lib/errors';
import type { Actor } from './actor.js';

/** What a route or socket event demands of the caller. */
export type AccessRule =
  | { kind: 'public'; readsActor: boolean }
  | { kind: 'signed_in' }
  | { kind: 'permission'; permission: string }
  | { kind: 'own_check'; by: string };

export const ACCESS_RULE = 'kvartal:access';

/**
 * Anybody may call this, without a token. A token that is sent all the same is not looked at, so that a stale one does no harm; with
 * `readsActor` it is verified, and a bad one is refused, because the answer depends on who asks.
 */
export const Public = ({ readsActor = false }: { readsActor?: boolean } = {}) =>
  SetMetadata(ACCESS_RULE, { kind: 'public', readsActor } satisfies AccessRule);

/** Any signed-in user may call this; what they may see or change is decided by the service. */
export const SignedIn = () => SetMetadata(ACCESS_RULE, { kind: 'signed_in' } satisfies AccessRule);

/** Only holders of `permission` may call this; others get 403 `auth.forbidden`. */
export const Can = (permission: string) =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission } satisfies AccessRule);

/** The route checks a credential of its own that is no access token, named by `by` (a metrics token, a webhook signature). */
export const OwnCheck = (by: string) =>
  SetMetadata(ACCESS_RULE, { kind: 'own_check', by } satisfies AccessRule);

/** A request that went through the guard. `actor` is missing only on public routes. */
export interface RequestWithActor {
  actor?: Actor;
}

/** The caller, verified by the guard. On a public route without a token it throws 401. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (!actor) throw new UnauthorizedError();
  return actor;
});

/** The caller on a route that is `@Public({ readsActor: true })`: null without a token. */
export const OptionalActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor | null => {
  return context.switchToHttp().getRequest<RequestWithActor>().actor ?? null;
});
