import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
  const prune = () => auth.app.get(SessionPruneJob).handle();

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
});
