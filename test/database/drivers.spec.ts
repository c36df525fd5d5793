import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { runSource } from '../support/run-source.js';

interface Loaded {
  loadedModules: string[];
  sharedObjects: string[];
}

describeEachEngine('Loaded drivers [A3]', (engine) => {
  let place: TestDatabaseEnvironment;
  let loaded: Loaded;

  beforeAll(async () => {
    place = await createTestDatabase(engine, []);
    loaded = JSON.parse(await runSource('test/database/open-database.fixture.ts', place.env)) as Loaded;
  });
  afterAll(() => place.remove());

  const isOf = (name: string) => (module: string) => module.includes(`/node_modules/${name}/`);
  const [chosen, other] = engine === 'sqlite' ? ['better-sqlite3', 'pg'] : ['pg', 'better-sqlite3'];

  it(`loads ${chosen}`, () => {
    expect(loaded.loadedModules.filter(isOf(chosen))).not.toEqual([]);
  });

  it(`does not load ${other}`, () => {
    expect(loaded.loadedModules.filter(isOf(other))).toEqual([]);
  });

  it('maps native code of SQLite into the process only where it is the engine', () => {
    const isMapped = loaded.sharedObjects.some((file) => file.includes('better-sqlite3'));
    expect(isMapped).toBe(engine === 'sqlite');
  });
});
