import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { TestUser } from '../support/api.js';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { type AuthApp, me, startReplica } from './auth-app.fixture.js';

describeEachEngine('signing keys (Q7, T7)', (engine) => {
  let place: TestDatabaseEnvironment;
  let running: AuthApp[];
  beforeEach(async () => {
    place = await createTestDatabase(engine);
    running = [];
  });
  afterEach(async () => {
    for (const app of running) await app.close();
    await place.remove();
  });

  const start = async (environment: Record<string, string> = {}) => {
    const app = await startReplica(place, environment);
    running.push(app);
    return app;
  };
  const jwks = async ({ api }: AuthApp) => (await api.get<JSONWebKeySet>('/.well-known/jwks.json')).body;
  const kidOf = ({ token }: TestUser) => decodeProtectedHeader(token).kid!;

  it('are shown in public halves only, which verify our tokens', async () => {
    const app = await start();
    const { status, headers, body } = await app.api.get<JSONWebKeySet>('/.well-known/jwks.json');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(body).toEqual({
      keys: [
        { kty: 'RSA', n: expect.any(String), e: 'AQAB', kid: expect.any(String), use: 'sig', alg: 'RS256' },
      ],
    });
    const vera = await app.api.aUser();
    const { payload } = await jwtVerify(vera.token, createLocalJWKSet(body), {
      issuer: 'kvartal',
      audience: 'kvartal',
      typ: 'at+jwt',
      currentDate: new Date(app.clock.now()),
    });
    expect(payload.sub).toBe(vera.id);
  });

  it('are one for replicas that start together, and outlive them', async () => {
    const [a, b] = await Promise.all([start(), start()]);
    const [vera, boris] = await Promise.all([a.api.aUser(), b.api.aUser()]);
    expect(kidOf(boris)).toBe(kidOf(vera));
    expect((await me(b.api, vera.token)).body.id).toBe(vera.id);
    const later = await start();
    expect((await me(later.api, boris.token)).body.id).toBe(boris.id);
    expect((await jwks(later)).keys).toHaveLength(1);
  });

  it('are sealed in the database, and of no use with another secret', async () => {
    const app = await start();
    await app.api.aUser();
    const [row] = await app.db.query<{ sealed: string }>(
      'SELECT sealed_private_key AS sealed FROM signing_keys',
    );
    expect(row?.sealed).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/);
    const stranger = await start({ APP_SESSION_SECRET_KEY: 'another secret of forty characters, at least' });
    expect((await stranger.api.get('/.well-known/jwks.json')).status).toBe(500);
    expect((await jwks(app)).keys).toHaveLength(1);
  });

  it('may come from the environment; those of the database go on verifying', async () => {
    const before = await start();
    const vera = await before.api.aUser();
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const after = await start({ JWT_PRIVATE_KEY: String(key.export({ type: 'pkcs8', format: 'pem' })) });
    const boris = await after.api.aUser();
    expect(kidOf(boris)).not.toBe(kidOf(vera));
    expect((await me(after.api, vera.token)).body.id).toBe(vera.id);
    expect(new Set((await jwks(after)).keys.map(({ kid }) => kid))).toEqual(
      new Set([kidOf(boris), kidOf(vera)]),
    );
  });

  it('can be replaced while old tokens are good, and retired', async () => {
    const app = await start();
    const vera = await app.api.aUser();
    await app.db.execute('UPDATE signing_keys SET active_slot = NULL');
    const next = await start();
    const boris = await next.api.aUser();
    expect(kidOf(boris)).not.toBe(kidOf(vera));
    expect((await me(next.api, vera.token)).body.id).toBe(vera.id);
    expect((await me(app.api, boris.token)).status).toBe(401);
    app.clock.advance(5000);
    expect((await me(app.api, boris.token)).body.id).toBe(boris.id);

    await app.db.execute('UPDATE signing_keys SET retired_at = $1 WHERE kid = $2', [1, kidOf(vera)]);
    const last = await start();
    expect((await me(last.api, vera.token)).status).toBe(401);
    expect((await jwks(last)).keys.map(({ kid }) => kid)).toEqual([kidOf(boris)]);
  });
});
