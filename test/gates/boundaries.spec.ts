import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlantedTree, repository, runGate } from './planted-tree.js';

interface Cruise {
  modules: { source: string }[];
  summary: { error: number; violations: { from: string; to: string; rule: { name: string } }[] };
}

const rules = ['.dependency-cruiser.cjs', 'tools/floors.json', 'tsconfig.json', 'package.json'];
const door = (name: string) => ({
  [`libs/${name}/src/index.ts`]: `export { ${name} } from './${name}.js';\n`,
});
const cleanTree = {
  ...door('errors'),
  'libs/errors/src/errors.ts': 'export const errors = 1;\n',
  ...door('database'),
  'libs/database/src/database.ts': `import { errors } from '#lib/errors';\nimport pg from 'pg';\nexport const database = [errors, pg];\n`,
  ...door('users'),
  'libs/users/src/users.ts': `import { database } from '#lib/database';\nexport const users = database;\n`,
  'libs/users/src/user.entity.ts': `import { Entity } from 'typeorm';\nexport const entity = Entity;\n`,
  'libs/users/src/profile.ts': `import type { Owner } from './owner.js';\nexport type Profile = { owner: Owner };\n`,
  'libs/users/src/owner.ts': `import * as profile from './profile.js';\nexport type Owner = typeof profile;\n`,
  'apps/api/src/main.ts': `import { users } from '#lib/users';\nexport const app = users;\n`,
  'test/e2e/start.ts': `import { app } from '../../apps/api/src/main.js';\nexport const started = app;\n`,
};

/** One bad import each: the rule that must refuse it, the file it is planted in and what that file imports. */
const planted: [rule: string, file: string, imports: string][] = [
  ['floor-errors', 'libs/errors/src/upwards.ts', '#lib/database'],
  ['floor-database', 'libs/database/src/upwards.ts', '#lib/users'],
  ['floor-access', 'libs/access/src/upwards.ts', '#lib/http'],
  ['lib-by-its-door', 'libs/users/src/deep.ts', '../../database/src/database.js'],
  ['lib-by-its-name', 'libs/users/src/dotted.ts', '../../database/src/index.js'],
  ['app-by-the-door', 'apps/api/src/dotted.ts', '../../../libs/users/src/index.js'],
  ['app-on-top', 'libs/users/src/app.ts', '../../../apps/api/src/main.js'],
  ['only-database-knows-pg', 'libs/users/src/driver.ts', 'pg'],
  ['only-database-knows-pg', 'apps/api/src/driver.ts', 'pg'],
  ['only-database-knows-better-sqlite3', 'libs/auth/src/driver.ts', 'better-sqlite3'],
  ['only-realtime-knows-socket.io', 'libs/chat/src/sockets.ts', 'socket.io'],
  ['typeorm-behind-the-facade', 'libs/users/src/orm.ts', 'typeorm'],
  ['product-without-tests', 'libs/users/src/fake.ts', '../../../test/e2e/start.js'],
  ['no-development-package', 'libs/users/src/tool.ts', 'autocannon'],
  ['unknown-lib', 'apps/api/src/stranger.ts', '#lib/helpers'],
  ['no-cycle', 'libs/users/src/egg.ts', './hen.js'],
  ['resolvable', 'libs/users/src/typo.ts', './nowhere.js'],
];

describe('boundaries gate', () => {
  let tree: PlantedTree;
  let report: Cruise;

  beforeAll(async () => {
    tree = await PlantedTree.plant(rules, {
      ...cleanTree,
      ...door('http'),
      'libs/http/src/http.ts': 'export const http = 1;\n',
      ...door('helpers'),
      'libs/helpers/src/helpers.ts': 'export const helpers = 1;\n',
      'libs/users/src/hen.ts': `import * as egg from './egg.js';\nexport const hen = egg;\n`,
      ...Object.fromEntries(
        planted.map(([, file, imports]) => [
          file,
          `import * as bad from '${imports}';\nexport const kept = bad;\n`,
        ]),
      ),
    });
    report = await cruise(tree.path, ['libs', 'apps', 'test']);
  }, 60_000);

  afterAll(() => tree.remove());

  it.each(planted)('%s refuses %s importing %s', (rule, file) => {
    const names = report.summary.violations
      .filter(({ from }) => from === file)
      .map((violation) => violation.rule.name);
    expect(names).toContain(rule);
  });

  it('finds nothing in a tree that keeps the rules', async () => {
    const clean = await PlantedTree.plant(rules, cleanTree);
    try {
      expect((await cruise(clean.path, ['libs', 'apps', 'test'])).summary.violations).toEqual([]);
    } finally {
      await clean.remove();
    }
  }, 60_000);

  it('sees the whole house and finds no fault in it', async () => {
    const house = await cruise(repository, ['apps', 'bin', 'libs', 'migrations', 'test', 'tools']);
    expect(house.modules.filter(({ source }) => source.startsWith('libs/')).length).toBeGreaterThan(50);
    expect(house.modules.filter(({ source }) => source.startsWith('apps/')).length).toBeGreaterThan(2);
    expect(house.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 120_000);
});

async function cruise(folder: string, paths: string[]): Promise<Cruise> {
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { output } = await runGate(folder, 'depcruise', [...options, ...paths]);
  return JSON.parse(output) as Cruise;
}
