import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlantedTree } from './planted-tree.js';

interface LintReport {
  diagnostics: { code: string; filename: string }[];
  number_of_files: number;
}

const many = Array.from({ length: 360 }, (_, index) => `export const n${index} = ${index};`).join('\n');

const planted: [rule: string, file: string, text: string][] = [
  [
    'no-floating-promises',
    'libs/users/src/floating.ts',
    'async function save() {\n  return 1;\n}\nexport function run() {\n  save();\n}\n',
  ],
  [
    'no-misused-promises',
    'libs/users/src/misused.ts',
    'async function isFree() {\n  return true;\n}\nexport function run() {\n  if (isFree()) return 1;\n  return 2;\n}\n',
  ],
  [
    'switch-exhaustiveness-check',
    'libs/users/src/switch.ts',
    "export function word(state: 'a' | 'b'): string | undefined {\n  switch (state) {\n    case 'a':\n      return 'x';\n  }\n  return undefined;\n}\n",
  ],
  ['no-process-env', 'libs/users/src/environment.ts', 'export const port = process.env.APP_PORT;\n'],
  ['no-process-env', 'apps/api/src/environment.ts', 'export const port = process.env.APP_PORT;\n'],
  ['no-explicit-any', 'libs/users/src/any.ts', 'export const id = (value: any) => String(value);\n'],
  ['no-console', 'libs/users/src/console.ts', "console.log('hello');\n"],
  ['max-lines', 'libs/users/src/long.ts', many],
  [
    'no-focused-tests',
    'libs/users/src/focused.spec.ts',
    `it.${'only'}('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n`,
  ],
  [
    'no-disabled-tests',
    'libs/users/src/off.spec.ts',
    `it.${'skip'}('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n`,
  ],
  ['no-warning-comments', 'libs/users/src/later.ts', `// to${'do'}: later\nexport const later = 1;\n`],
];

const kept: [file: string, text: string][] = [
  ['libs/config/src/environment.ts', 'export const port = process.env.APP_PORT;\n'],
  ['test/e2e/environment.ts', 'export const port = process.env.APP_PORT;\n'],
  ['tools/say.ts', "console.log('hello');\n"],
  [
    'libs/users/src/awaited.ts',
    'async function save() {\n  return 1;\n}\nexport async function run() {\n  await save();\n  void save();\n}\n',
  ],
];

describe('lint gate', () => {
  let tree: PlantedTree;
  let report: LintReport;

  beforeAll(async () => {
    const files = [...planted.map(([, file, text]) => [file, text]), ...kept];
    tree = await PlantedTree.plant(
      ['.oxlintrc.json', 'tsconfig.json', 'package.json'],
      Object.fromEntries(files),
    );
    const { output } = await tree.run(
      'oxlint',
      '--type-aware',
      '--disable-nested-config',
      '--format=json',
      '.',
    );
    report = JSON.parse(output) as LintReport;
  }, 60_000);

  afterAll(() => tree.remove());

  it.each(planted)('%s is found in %s', (rule, file) => {
    const codes = report.diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(codes).toContainEqual(expect.stringContaining(`(${rule})`));
  });

  it.each(kept)('%s is as it should be', (file) => {
    expect(report.diagnostics.filter(({ filename }) => filename === file)).toEqual([]);
  });

  it('read every planted file', () => {
    expect(report.number_of_files).toBe(planted.length + kept.length);
  });
});
