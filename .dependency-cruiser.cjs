/**
 * Which file may import which. The floors of the house (tools/floors.json) are one ordered list: a lib imports only libs
 * that stand before it, and only by their door (`#lib/<name>`, which is `src/index.ts`). test/gates/boundaries.spec.ts plants an import against each rule and sees it refused.
 */
const libs = Object.values(require('./tools/floors.json')).flat();

const upwards = libs.slice(0, -1).map((lib, position) => ({
  name: `floor-${lib}`,
  comment: `${lib} stands below ${libs.slice(position + 1).join(', ')}: turn the dependency round, or move what is shared down.`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: `^libs/(${libs.slice(position + 1).join('|')})/` },
}));

/** Packages that only one lib may know. Everybody else uses that lib's port. */
const owners = {
  pg: 'database',
  'better-sqlite3': 'database',
  ioredis: 'cache',
  minio: 'storage',
  'socket.io': 'realtime',
  jose: 'auth',
  '@node-rs/bcrypt': 'auth',
  'prom-client': 'monitoring',
  pino: 'logging',
};

const drivers = Object.entries(owners).map(([name, owner]) => ({
  name: `only-${owner}-knows-${name.replace(/^@/, '').replace('/', '-')}`,
  comment: `${name} is behind the door of libs/${owner}.`,
  severity: 'error',
  from: { path: '^(apps|bin|libs|migrations)/', pathNot: `^libs/${owner}/|\\.(spec|e2e-spec)\\.ts$` },
  to: { path: `(^|/)node_modules/(@types/)?${name.replace('.', '\\.')}/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upwards,
    ...drivers,
    {
      name: 'typeorm-behind-the-facade',
      comment:
        'Only the database lib, entities and migrations know TypeORM; the rest says what it wants to `Database` (A2).',
      severity: 'error',
      from: {
        path: '^(apps|bin|libs)/',
        pathNot: '^libs/database/|\\.entity\\.ts$|\\.(spec|e2e-spec)\\.ts$',
      },
      to: { path: '(^|/)node_modules/(typeorm|@nestjs/typeorm)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'unknown-lib',
      comment: 'A new lib takes its place in tools/floors.json.',
      severity: 'error',
      from: {},
      to: { path: '^libs/', pathNot: `^libs/(${libs.join('|')})/` },
    },
    {
      name: 'lib-by-its-door',
      comment: 'What stands beside index.ts is private to its lib.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/($1/|[^/]+/src/index\\.ts$)' },
    },
    {
      name: 'lib-by-its-name',
      comment: 'Another lib is `#lib/<name>`, not a path with dots.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'app-by-the-door',
      comment: 'An app composes libs and knows nothing inside them.',
      severity: 'error',
      from: { path: '^(apps|bin|migrations)/' },
      to: { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'app-on-top',
      comment: 'Nothing imports an app, except the tests that start it.',
      severity: 'error',
      from: { path: '^(libs|migrations)/', pathNot: '\\.(spec|e2e-spec)\\.ts$' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-without-tests',
      comment: 'What is shipped imports nothing that is not.',
      severity: 'error',
      from: { path: '^(apps|bin|libs|migrations)/', pathNot: '\\.(spec|e2e-spec|fixture)\\.ts$' },
      to: { path: '^(test|tools)/|\\.(spec|e2e-spec|fixture)\\.ts$' },
    },
    {
      name: 'no-development-package',
      comment: 'What the product imports stands under dependencies in package.json.',
      severity: 'error',
      from: { path: '^(apps|bin|libs|migrations)/', pathNot: '\\.(spec|e2e-spec|fixture)\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycle',
      comment:
        'Two files that need each other are one subject, or hide a third one. Types that name each other are gone when it runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved is not checked by any rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
