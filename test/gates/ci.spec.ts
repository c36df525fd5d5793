import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { repository } from './planted-tree.js';

const clean = {
  numPassedTests: 7,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

/** What jest reported, the closing line it makes, and whether CI may be green. */
const reports: [name: string, report: object | null, line: string, isGreen: boolean][] = [
  ['all passed', clean, 'tests: 7 passed, 0 failed', true],
  ['a skipped test', { ...clean, numPendingTests: 2 }, 'tests: 7 passed, 0 failed, 2 skipped', false],
  [
    'a suite that did not start',
    { ...clean, numRuntimeErrorTestSuites: 1 },
    'tests: 7 passed, 1 failed',
    true,
  ],
  ['a failed test', { ...clean, numFailedTests: 3 }, 'tests: 7 passed, 3 failed', true],
  ['no test at all', { ...clean, numPassedTests: 0 }, 'tests: 0 passed, 0 failed', false],
  ['no report', null, 'tests: 0 passed, 0 failed', false],
];

describe('the totals of CI', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kvartal-totals-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(reports)('%s', (name, report, line, isGreen) => {
    const file = join(folder, `${name}.json`);
    if (report) writeFileSync(file, JSON.stringify(report));
    const totals = join(repository, '.ci/totals.mjs');
    expect(spawnSync(process.execPath, [totals, file], { encoding: 'utf8' }).stdout).toBe(`${line}\n`);
    expect(spawnSync(process.execPath, [totals, file, '--check']).status).toBe(isGreen ? 0 : 1);
  });
});

describe('the files of CI', () => {
  it.each(['.ci/run', '.ci/install-servers.sh', 'tools/smoke.sh', 'tools/check-commits.sh'])(
    '%s can run',
    (name) => {
      const file = join(repository, name);
      accessSync(file, constants.X_OK);
      expect(spawnSync('bash', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('the workflow runs the same script', () => {
    const workflow = parse(readFileSync(join(repository, '.github/workflows/ci.yml'), 'utf8')) as {
      jobs: { ci: { steps: { run?: string }[] } };
    };
    expect(workflow.jobs.ci.steps.map(({ run }) => run)).toContain('bash .ci/run');
  });

  it('the script runs every gate, the build and the test command of the README', () => {
    const script = readFileSync(join(repository, '.ci/run'), 'utf8');
    for (const command of [
      'npm ci',
      'npm run --silent check',
      'npm run --silent build',
      'npm test',
      '.ci/totals.mjs',
    ]) {
      expect(script).toContain(command);
    }
  });
});
