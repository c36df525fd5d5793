import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ArgumentsHost, Catch, Controller, type ExceptionFilter, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppError, UnauthorizedError } from '#lib/errors';
import {
  AccessGuard,
  type Actor,
  ActorVerifier,
  bearerToken,
  Can,
  CurrentActor,
  OptionalActor,
  OwnCheck,
  Public,
  SignedIn,
} from './index.js';

const actorWith = (...permissions: string[]): Actor => ({
  userId: 'u-1',
  roles: [],
  permissions: new Set(permissions),
  sessionId: 's-1',
  expiresAt: 0,
});

class FakeVerifier extends ActorVerifier {
  verify(token: string): Actor | Promise<Actor> {
    if (token === 'user') return actorWith();
    if (token === 'editor') return Promise.resolve(actorWith('edit_quests'));
    throw new UnauthorizedError();
  }
}

@Controller()
class PlacesController {
  @Get('public')
  @Public({ readsActor: true })
  open(@OptionalActor() actor: Actor | null) {
    return { userId: actor?.userId ?? null };
  }

  @Get('plain')
  @Public()
  plain() {
    return {};
  }

  @Get('public-but-needs-actor')
  @Public({ readsActor: true })
  needy(@CurrentActor() actor: Actor) {
    return { userId: actor.userId };
  }

  @Get('signed-in')
  @SignedIn()
  mine(@CurrentActor() actor: Actor) {
    return { userId: actor.userId };
  }

  @Get('staff')
  @Can('edit_quests')
  staff() {
    return {};
  }

  @Get('own')
  @OwnCheck('a signature')
  own() {
    return {};
  }

  @Get('forgotten')
  forgotten() {
    return {};
  }
}

@Module({
  controllers: [PlacesController],
  providers: [
    { provide: ActorVerifier, useClass: FakeVerifier },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
class PlacesModule {}

/** The real filter lies a floor above. */
@Catch(AppError)
class StatusFilter implements ExceptionFilter<AppError> {
  catch(error: AppError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<{ status(code: number): { send(): void } }>().status(error.status).send();
  }
}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(PlacesModule, new FastifyAdapter(), {
    logger: false,
  });
  app.useGlobalFilters(new StatusFilter());
  await app.init();
});
afterAll(() => app.close());

describe('AccessGuard', () => {
  const scenarios: [string, string | null, number][] = [
    ['/plain', null, 200],
    ['/plain', 'stolen', 200],
    ['/public', null, 200],
    ['/public', 'user', 200],
    ['/public', 'stolen', 401],
    ['/public-but-needs-actor', null, 401],
    ['/signed-in', null, 401],
    ['/signed-in', 'stolen', 401],
    ['/signed-in', 'user', 200],
    ['/staff', null, 401],
    ['/staff', 'user', 403],
    ['/staff', 'editor', 200],
    ['/own', null, 200],
    ['/own', 'not an access token', 200],
    ['/forgotten', null, 401],
    ['/forgotten', 'editor', 403],
  ];
  it.each(scenarios)('%s with token %p answers %i', async (url, token, status) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    // Twice: the second time the rule comes from memory.
    for (const _ of [1, 2]) {
      expect((await app.inject({ url, headers })).statusCode).toBe(status);
    }
  });

  it('hands the actor to the route', async () => {
    const headers = { authorization: 'bearer editor' };
    expect((await app.inject({ url: '/signed-in', headers })).json()).toEqual({ userId: 'u-1' });
    expect((await app.inject({ url: '/public' })).json()).toEqual({ userId: null });
  });
});

describe('bearerToken', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['Bearer', null],
    ['Bearer    ', null],
    ['Basic dXNlcjpw', null],
    ['Bearer abc', 'abc'],
    ['BEARER abc ', 'abc'],
  ])('reads %p as %p', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
