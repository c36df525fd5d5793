/**
 * `npm ci` refuses a lock file that lacks an optional package of another platform, and npm leaves out of the lock file what the registry at hand does not
 * offer. Such packages are pinned to one exact version by the package that wants them, so their entries can be written without asking anybody.
 * `npm run check:lock` names what is missing, `npm run lock:complete` writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

/** What package-lock.json holds of interest here: packages by their place in node_modules. */
export interface LockFile {
  packages: Record<string, LockedPackage>;
}

const systems: Record<string, string> = { windows: 'win32' };
const knownSystems = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const knownProcessors = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]);

/** Optional packages that the lock file should hold and does not: place in node_modules → entry. */
export function missingPlatforms({ packages }: LockFile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    if (place === '') continue;
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      // Only what is pinned and says its platform by its name: anything else npm has to resolve.
      if (!platform || !/^\d/.test(version) || isThere(packages, place, name)) continue;
      missing[`node_modules/${name}`] = { version, ...platform, ...(dev ? { dev } : {}), optional: true };
    }
  }
  return missing;
}

function isThere(packages: LockFile['packages'], place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null {
  const words = name
    .slice(name.indexOf('/') + 1)
    .split('-')
    .map((word) => systems[word] ?? word);
  const os = words.find((word) => knownSystems.has(word));
  const cpu = words.find((word) => knownProcessors.has(word));
  if (!os || !cpu) return null;
  const libc =
    os === 'linux'
      ? words.map((word) => ({ gnu: 'glibc', musl: 'musl' })[word]).find((word) => word)
      : undefined;
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}

function main(): void {
  const file = 'package-lock.json';
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const missing = missingPlatforms(lock);
  const names = Object.keys(missing);
  if (process.argv[2] === '--write') {
    const packages = Object.entries({ ...lock.packages, ...missing });
    lock.packages = Object.fromEntries(packages.toSorted(([a], [b]) => a.localeCompare(b, 'en')));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`lock file: ${names.length} packages of other platforms written`);
    return;
  }
  for (const name of names) console.error(`package-lock.json lacks ${name}`);
  console.log(
    `lock file: ${Object.keys(lock.packages).length} packages, ${names.length} of other platforms missing`,
  );
  if (names.length > 0) {
    console.error('npm ci would fail: run npm run lock:complete');
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
