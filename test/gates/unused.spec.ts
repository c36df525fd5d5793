import { describe, expect, it } from '@jest/globals';
import { PlantedTree } from './planted-tree.js';

const rules = ['knip.json', 'tsconfig.json', 'tools/tsconfig.knip.json'];
const house = {
  'package.json': JSON.stringify({
    name: 'planted',
    type: 'module',
    imports: { '#lib/*': { source: './libs/*/src/index.ts', default: './dist/libs/*/src/index.js' } },
    dependencies: { zod: '*' },
  }),
  'apps/api/src/main.ts': `import { users } from '#lib/users';\nimport { z } from 'zod';\nexport const app = [users, z];\n`,
  'apps/api/src/environment-example.ts': 'export const example = 1;\n',
  'libs/users/src/index.ts': `export { users } from './users.js';\n`,
  'libs/users/src/users.ts': 'export const users = 1;\n',
  // A tool that loads what was built: knip would follow it to the source and take that for a door.
  'tools/look.ts': `export const built = new URL('../dist/libs/users/src/users.js', import.meta.url);\n`,
};
const built = { 'dist/libs/users/src/users.js': 'export const users = 1;\n' };

async function unused(files: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const tree = await PlantedTree.plant(rules, files);
  try {
    return await tree.run('knip', '--tsConfig', 'tools/tsconfig.knip.json', '--no-config-hints');
  } finally {
    await tree.remove();
  }
}

describe('unused gate', () => {
  it('finds nothing where all is used', async () => {
    expect(await unused(house)).toMatchObject({ exitCode: 0 });
  }, 60_000);

  it.each([
    ['before a build', {}],
    ['after a build', built],
  ])(
    'finds an export, a file and a package that nobody uses, %s',
    async (_, dist) => {
      const { exitCode, output } = await unused({
        ...house,
        ...dist,
        'package.json': house['package.json'].replace('"zod":"*"', '"zod":"*","pg":"*"'),
        'libs/users/src/users.ts': 'export const users = 1;\nexport const forgotten = 2;\n',
        'libs/users/src/orphan.ts': 'export const orphan = 1;\n',
      });
      expect(exitCode).toBe(1);
      for (const name of ['forgotten', 'libs/users/src/orphan.ts', 'pg']) expect(output).toContain(name);
    },
    60_000,
  );
});
