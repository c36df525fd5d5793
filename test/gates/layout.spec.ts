import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { brokenLinks } from './document-links.js';
import { repository } from './planted-tree.js';

const read = (name: string) => readFileSync(join(repository, name), 'utf8');
const floors = Object.values(JSON.parse(read('tools/floors.json')) as Record<string, string[]>).flat();
const libs = readdirSync(join(repository, 'libs'));
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: repository,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(repository, file)));
const documents = files.filter((file) => file.endsWith('.md'));
const packageJson = JSON.parse(read('package.json')) as {
  bin: Record<string, string>;
  imports: Record<string, { source: string }>;
  engines: { node: string };
};

describe('libs', () => {
  it('are exactly those of the floors', () => {
    expect(libs.toSorted()).toEqual(floors.toSorted());
  });

  it.each(libs)('%s has a README and one door with named exports', (lib) => {
    expect(existsSync(join(repository, 'libs', lib, 'README.md'))).toBe(true);
    const door = read(`libs/${lib}/src/index.ts`);
    expect(door).toMatch(/^export (type )?\{/m);
    expect(door.replaceAll(/^export (type )?\{[^}]*\} from '[^']+';$/gm, '').trim()).toBe('');
  });

  it('name files after what they do', () => {
    const sources = files.filter((file) => /^(apps|libs)\/.*\.ts$/.test(file));
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/|$)/.test(file))).toEqual([]);
    expect(sources.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([]);
  });
});

describe('package.json', () => {
  it('names programs and doors that are there', () => {
    const targets = [
      ...Object.values(packageJson.bin),
      ...Object.values(packageJson.imports).map(({ source }) => source),
    ];
    const plain = targets.filter((target) => !target.includes('*'));
    expect(plain.filter((target) => !existsSync(join(repository, target)))).toEqual([]);
  });

  it('pins the Node that .nvmrc and CI use', () => {
    const major = /\d+/.exec(packageJson.engines.node)?.[0];
    expect(read('.nvmrc').trim()).toBe(major);
    expect(read('.github/workflows/ci.yml')).toContain(`container: node:${major}-`);
    expect(process.versions.node.split('.')[0]).toBe(major);
  });
});

describe('documents', () => {
  it.each([
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    '.env.example',
    'docs/README.md',
    'docs/ARCHITECTURE.md',
    'docs/API.md',
    'docs/DEPLOYMENT.md',
    'docs/DEVELOPMENT.md',
  ])('%s is there (R23, A12)', (name) => {
    expect(read(name).length).toBeGreaterThan(500);
  });

  it('the index knows every lib', () => {
    const index = read('docs/README.md');
    expect(libs.filter((lib) => !index.includes(`](../libs/${lib}/README.md)`))).toEqual([]);
  });

  it('the architecture shows the floors in the order that the gate enforces', () => {
    const order = [...read('docs/ARCHITECTURE.md').matchAll(/\]\(\.\.\/libs\/([\w-]+)\/README\.md\)/g)].map(
      ([, lib]) => lib,
    );
    expect(order.slice(0, floors.length)).toEqual(floors);
  });

  it('link to what is there', () => {
    expect(documents.length).toBeGreaterThan(libs.length);
    expect(documents.flatMap((file) => brokenLinks(file, read(file), repository))).toEqual([]);
  });

  it('a link to nowhere would be found', () => {
    const text =
      '# One\n[a](./nowhere.md) [b](#two) [c](README.md#no-such-part) [d](https://example.com/x) [e](README.md)\n`[f](gone.md)`\n';
    expect(brokenLinks('docs/made-up.md', text, repository)).toEqual([
      'docs/made-up.md: ./nowhere.md',
      'docs/made-up.md: #two',
      'docs/made-up.md: README.md#no-such-part',
    ]);
  });

  it('have numbered decision records', () => {
    const records = readdirSync(join(repository, 'docs/adr')).filter((name) => name !== 'README.md');
    expect(records.length).toBeGreaterThan(4);
    expect(records.toSorted().map((name) => name.slice(0, 5))).toEqual(
      records.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
  });
});
