import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#lib/config';
import { type RealtimeConfig, realtimeConfig } from './realtime.config.js';

function parse(environment: Record<string, string>): RealtimeConfig {
  return loadConfig([realtimeConfig], environment).get(realtimeConfig) as RealtimeConfig;
}

describe('realtimeConfig', () => {
  it('has limits unless told otherwise', () => {
    expect(parse({})).toEqual({ areLimitsOn: true, eventsPerSecond: 20, maxPerAddress: 200 });
  });

  it('goes without limits for tests and benches, never in production', () => {
    expect(parse({ RATE_LIMITS: 'off' }).areLimitsOn).toBe(false);
    expect(() => parse({ RATE_LIMITS: 'off', NODE_ENV: 'production' })).toThrow(ConfigError);
  });

  it.each(['0', '-1', 'many'])('refuses %s events a second', (value) => {
    expect(() => parse({ SOCKET_EVENTS_PER_SECOND: value })).toThrow(/SOCKET_EVENTS_PER_SECOND/);
  });
});
