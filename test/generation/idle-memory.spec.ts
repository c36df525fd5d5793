import { describe, expect, it } from '@jest/globals';
import { runSource } from '../support/run-source.js';

describe('an idle process', () => {
  it('has loaded neither the drawing code nor sharp nor DiceBear', async () => {
    const loaded = JSON.parse(await runSource('test/generation/idle-process.ts')) as string[];
    expect(loaded.some((url) => url.endsWith('/libs/generation/src/generation.module.ts'))).toBe(true);
    const heavy = loaded.filter((url) =>
      /\/node_modules\/(sharp|@img|@dicebear)\/|\/offline\/(offline-art|raster)\.ts$/.test(url),
    );
    expect(heavy).toEqual([]);
  }, 60_000);
});
