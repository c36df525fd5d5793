import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#lib/config';
import { generationConfig } from './generation.config.js';

function configOf(environment: Record<string, string>) {
  return loadConfig([generationConfig], environment).get(generationConfig);
}

describe('generation config', () => {
  it('has defaults for everything', () => {
    expect(configOf({})).toEqual({
      ttlMs: 600_000,
      timeoutMs: 120_000,
      offlineConcurrency: 2,
      offlineDelayMs: 0,
      offlineSimulate: false,
    });
  });

  it('takes the test switches outside of production', () => {
    const config = configOf({ GENERATION_OFFLINE_SIMULATE: 'on', GENERATION_OFFLINE_DELAY_MS: '250' });
    expect(config).toMatchObject({ offlineSimulate: true, offlineDelayMs: 250 });
  });

  it('refuses simulated failures in production', () => {
    const start = () => configOf({ NODE_ENV: 'production', GENERATION_OFFLINE_SIMULATE: 'on' });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(/GENERATION_OFFLINE_SIMULATE/);
  });

  it.each([
    'GENERATION_TTL_MS',
    'GENERATION_TIMEOUT_MS',
    'GENERATION_OFFLINE_CONCURRENCY',
    'GENERATION_OFFLINE_DELAY_MS',
  ])('refuses nonsense in %s by its name', (variable) => {
    expect(() => configOf({ [variable]: '-1' })).toThrow(new RegExp(variable));
    expect(() => configOf({ [variable]: 'soon' })).toThrow(new RegExp(variable));
  });
});
