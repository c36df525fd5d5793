import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type LockFile, missingPlatforms } from '../../tools/lock-platforms.js';
import { repository } from './planted-tree.js';

const lock: LockFile = {
  packages: {
    '': { optionalDependencies: { own: '^1.0.0' } },
    'node_modules/tool': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        '@tool/binding-linux-x64-gnu': '1.2.3',
        '@tool/binding-linux-x64-musl': '1.2.3',
        'tool-windows-arm64': '1.2.3',
        'tool-extra': '^2.0.0',
      },
    },
    'node_modules/@tool/binding-linux-x64-gnu': { version: '1.2.3' },
    'node_modules/app/node_modules/native': {
      version: '3.0.0',
      optionalDependencies: { 'native-darwin-arm64': '3.0.0' },
    },
    'node_modules/app/node_modules/native-darwin-arm64': { version: '3.0.0' },
  },
};

describe('the lock file', () => {
  it('lacks packages of other platforms that npm left out', () => {
    expect(missingPlatforms(lock)).toEqual({
      'node_modules/@tool/binding-linux-x64-musl': {
        version: '1.2.3',
        cpu: ['x64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      },
      'node_modules/tool-windows-arm64': {
        version: '1.2.3',
        cpu: ['arm64'],
        os: ['win32'],
        dev: true,
        optional: true,
      },
    });
  });

  it('of this repository lacks none, so that npm ci works everywhere', () => {
    const own = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as LockFile;
    expect(Object.keys(own.packages).length).toBeGreaterThan(500);
    expect(Object.keys(missingPlatforms(own))).toEqual([]);
  });
});
