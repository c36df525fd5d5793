import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ForbiddenError, UnauthorizedError } from '#lib/errors';
import { requestContext } from '#lib/logging';
import { ACCESS_RULE, type AccessRule, type RequestWithActor } from './access.decorator.js';
import { type Actor, ActorVerifier } from './actor.js';

/**
 * The one HTTP guard, deny by default: a route that names no rule is refused, whoever asks. Registered for the whole app.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly rules = new WeakMap<object, AccessRule | 'unlisted'>();

  constructor(private readonly verifier: ActorVerifier) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context
      .switchToHttp()
      .getRequest<RequestWithActor & { headers: { authorization?: string } }>();
    const rule = this.ruleOf(context);
    if (rule !== 'unlisted' && ignoresTokens(rule)) return true;
    const token = bearerToken(request.headers.authorization);
    if (token === null) {
      if (rule !== 'unlisted' && rule.kind === 'public') return true;
      throw new UnauthorizedError();
    }
    const verified = this.verifier.verify(token);
    return verified instanceof Promise
      ? verified.then((actor) => admit(request, rule, actor))
      : admit(request, rule, verified);
  }

  private ruleOf(context: ExecutionContext): AccessRule | 'unlisted' {
    const handler = context.getHandler();
    let rule = this.rules.get(handler);
    if (rule === undefined) {
      rule = accessRuleOf(handler, context.getClass()) ?? 'unlisted';
      this.rules.set(handler, rule);
    }
    return rule;
  }
}

/** The rule of a handler, or of its class; null when neither names one. */
export function accessRuleOf(handler: object, type: object): AccessRule | null {
  return (Reflect.getMetadata(ACCESS_RULE, handler) ??
    Reflect.getMetadata(ACCESS_RULE, type) ??
    null) as AccessRule | null;
}

function admit(request: RequestWithActor, rule: AccessRule | 'unlisted', actor: Actor): true {
  if (rule === 'unlisted') throw new ForbiddenError();
  if (rule.kind === 'permission' && !actor.permissions.has(rule.permission)) throw new ForbiddenError();
  request.actor = actor;
  const current = requestContext();
  if (current) current.actorId = actor.userId;
  return true;
}

/** The token of an `Authorization: Bearer` header (RFC 6750, scheme in any case); null without one. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ')
    return null;
  return header.slice(7).trim() || null;
}

function ignoresTokens(rule: AccessRule): boolean {
  return rule.kind === 'own_check' || (rule.kind === 'public' && !rule.readsActor);
}
