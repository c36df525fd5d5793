import { describe, expect, it } from '@jest/globals';
import { checkText, textRules } from '../../tools/source-rules.js';

// Put together here, so that the rules do not find this file.
const unfinished = `// TO${'DO'}: later`;
const skipped = ['skip', 'only', 'todo'].map((word) => `it.${word}('adds', () => {});`);

const broken: [rule: string, file: string, line: string][] = [
  ['unfinished', 'libs/users/src/user.service.ts', unfinished],
  ['unfinished', 'deploy/docker/Dockerfile', `# FIX${'ME'} the image`],
  ['unfinished', 'apps/api/src/main.ts', `throw new Error('not ${'implemented'}');`],
  ['role-name', 'libs/users/src/user.service.ts', `if (actor.roles.includes('admin')) return;`],
  ['role-name', 'libs/users/src/user.service.ts', `if (user.role === 'admin') return;`],
  ['role-name', 'apps/api/src/main.ts', `const staff = roles.has('moderator');`],
  ...skipped.map((line): [string, string, string] => ['skipped-test', 'libs/users/src/user.spec.ts', line]),
  ['skipped-test', 'test/e2e/auth.e2e-spec.ts', `  x${'it'}('adds', () => {});`],
  ['skipped-test', 'test/e2e/auth.e2e-spec.ts', `expect(${'true'}).toBe(true);`],
  ['named-exports', 'libs/users/src/index.ts', `export * from './user.service.js';`],
  ['no-forward-ref', 'libs/users/src/users.module.ts', `imports: [forwardRef(() => AuthModule)],`],
  ['no-banner', 'libs/users/src/user.service.ts', `// -------- private --------`],
  ['no-machine-path', 'deploy/docker/Dockerfile', `COPY . ${'/wo'}rk/app`],
  ['no-registry-address', 'package-lock.json', `      "resolved": "https://packages.example/zod.tgz",`],
];

const kept: [file: string, line: string][] = [
  ['libs/users/src/user.service.ts', `await this.access.require(actor, 'manage_users');`],
  ['libs/jobs/src/jobs.module.ts', `useFactory: ({ role }: AppConfig) => role !== 'api',`],
  ['libs/users/src/user.dto.ts', `roles: user.roles,`],
  ['libs/users/src/user.spec.ts', `it('adds', () => {});`],
  ['libs/users/src/index.ts', `export { UsersService } from './users.service.js';`],
  ['docs/ARCHITECTURE.md', unfinished],
];

describe('source rules', () => {
  it.each(broken)('%s is found in %s: %s', (rule, file, line) => {
    const findings = checkText(file, `const first = 1;\n${line}\n`);
    expect(findings.map((finding) => [finding.rule, finding.line])).toEqual([[rule, 2]]);
  });

  it.each(kept)('%s may say: %s', (file, line) => {
    expect(checkText(file, line)).toEqual([]);
  });

  it('has a canary for every rule', () => {
    expect(new Set(broken.map(([rule]) => rule))).toEqual(new Set(textRules.map(({ name }) => name)));
  });
});
