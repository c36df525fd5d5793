import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from '#lib/database';
import { describeEachEngine } from '../support/databases.js';
import { SessionPruneJob } from '../../libs/auth/src/sessions/session-prune.job.js';
import { type OwnAuthApp, refresh, startAuthApp } from './auth-app.fixture.js';

const DAY_MS = 86_400_000;

describeEachEngine('the removal of old sessions', (engine) => {
  let auth: OwnAuthApp;
  beforeAll(async () => {
    auth = await startAuthApp(engine);
  });
  afterAll(() => auth.close());

  const counts = async () => {
    const [row] = await auth.db.query(
      `SELECT (SELECT COUNT(*) FROM sessions) AS sessions, (SELECT COUNT(*) FROM refresh_tokens) AS tokens`,
    );
    return row;
  };
  const prune = () => auth.app.get(SessionPruneJob).handle({}, { signal: new AbortController().signal });

  it('keeps what lives and what ended lately, and tokens that could still be replayed', async () => {
    const vera = await auth.api.aUser();
    const boris = await auth.api.aUser();
    await auth.api.post('/api/v1/auth/logout', undefined, boris.token);
    const { body } = await refresh(auth.api, vera.refreshToken);
    await prune();
    expect(await counts()).toEqual({ sessions: 2, tokens: 3 });

    auth.clock.advance(29 * DAY_MS);
    const { body: next } = await refresh(auth.api, body.refreshToken);
    auth.clock.advance(2 * DAY_MS);
    await prune();
    expect(await counts()).toEqual({ sessions: 1, tokens: 1 });
    expect((await refresh(auth.api, next.refreshToken)).status).toBe(200);

    auth.clock.advance(61 * DAY_MS);
    await prune();
    expect(await counts()).toEqual({ sessions: 0, tokens: 0 });
  });

  it('goes on until nothing is left, be it ever so much', async () => {
    const anna = await auth.api.aUser();
    const [session] = await auth.db.query<{ id: string }>('SELECT id FROM sessions');
    await auth.db.transaction(async () => {
      for (let number = 0; number < 1100; number += 1) {
        await auth.db.execute(
          `INSERT INTO refresh_tokens (id, session_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, 0, 1)`,
          [uuidv7(), session!.id, `old ${number}`],
        );
      }
    });
    await prune();
    expect(await counts()).toEqual({ sessions: 1, tokens: 1 });
    expect((await refresh(auth.api, anna.refreshToken)).status).toBe(200);
  });
});
