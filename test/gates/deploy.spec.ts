import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { configDefinitions } from '../../apps/api/src/app.module.js';
import { repository } from './planted-tree.js';

interface Service {
  build?: { context: string; dockerfile: string };
  profiles?: string[];
  environment: Record<string, string>;
  volumes: string[];
  read_only?: boolean;
  cap_drop?: string[];
}

const read = (name: string) => readFileSync(join(repository, name), 'utf8');
const variables = new Set(
  configDefinitions.flatMap(({ schema, secrets }) => [
    ...Object.keys(schema.shape),
    ...secrets.map((key) => `${key}_FILE`),
  ]),
);
const compose = parse(read('docker-compose.yml')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const product = services.filter(([, { build }]) => build !== undefined);

describe('docker-compose.yml', () => {
  it('starts the product alone when no profile is named', () => {
    expect(services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name)).toEqual([
      'app',
    ]);
  });

  it.each(product)('%s is given only variables that the product reads', (_, { environment }) => {
    expect(Object.keys(environment).filter((name) => !variables.has(name))).toEqual([]);
  });

  it('passes on only variables that the product reads', () => {
    const passed = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    expect(passed.length).toBeGreaterThan(5);
    expect(passed.filter((name) => !variables.has(name))).toEqual([]);
  });

  it.each(product)(
    '%s runs with a read-only root, without capabilities, and keeps its data',
    (_, service) => {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], volumes: ['data:/data'] });
      expect(compose.volumes).toHaveProperty('data');
    },
  );
});

describe('Dockerfile', () => {
  const dockerfile = read('deploy/docker/Dockerfile');
  const image = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('builds on the Node that package.json asks for', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const major = /\d+/.exec(engines.node)?.[0];
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)).toEqual(
      Array.from({ length: 3 }, () => `node:${major}-slim`),
    );
  });

  it('ends as a user without rights, with a health check, and starts what npm start starts', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const command = JSON.parse(/^CMD (\[.*\])$/m.exec(image)?.[1] ?? '[]') as string[];
    expect(command.join(' ')).toBe(scripts.start);
    expect(image).toMatch(/^USER node$/m);
    expect(image).toMatch(/^HEALTHCHECK .*\n?.*health\/ready/m);
  });

  it('sets only variables that the product reads', () => {
    const names = [...image.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !variables.has(name))).toEqual([]);
  });

  it('copies only what the build context lets in', () => {
    const ignored = read('deploy/docker/Dockerfile.dockerignore').split('\n');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    expect(copied.filter((path) => !ignored.includes(`!${path}`))).toEqual([]);
  });
});
