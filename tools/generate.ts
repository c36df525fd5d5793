// Writes what is made from code: .env.example and docs/openapi.json. With --check it compares instead and fails on a difference.
// Needs a build: npm run build
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';

const root = new URL('../dist/apps/api/src/', import.meta.url);
const { configDefinitions } = await import(new URL('app.module.js', root).href);
const { loadConfig } = await import(new URL('../../../libs/config/src/index.js', root).href);
const { createApp } = await import(new URL('create-app.js', root).href);
const { openApiDocument } = await import(new URL('docs.js', root).href);
const { environmentExample } = await import(new URL('environment-example.js', root).href);

async function openApi(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kvartal-openapi-'));
  const app = await createApp(
    loadConfig(configDefinitions, { DATA_DIR: folder, LOG_LEVEL: 'error', APP_ROLE: 'api' }),
  );
  await app.init();
  const document = openApiDocument(app);
  await app.close();
  rmSync(folder, { recursive: true });
  return format(JSON.stringify(document), { parser: 'json', printWidth: 110 });
}

const generated: Record<string, string> = {
  '.env.example': environmentExample(configDefinitions),
  'docs/openapi.json': await openApi(),
};
const isCheck = process.argv.includes('--check');
let isStale = false;
for (const [file, content] of Object.entries(generated)) {
  if (!isCheck) {
    writeFileSync(file, content);
    console.log(`wrote ${file}`);
    continue;
  }
  let committed = '';
  try {
    committed = readFileSync(file, 'utf8');
  } catch {
    console.error(`${file} is missing`);
  }
  if (committed !== content) {
    isStale = true;
    console.error(`${file} is not what the code says: run npm run generate`);
  }
}
process.exit(isStale ? 1 : 0);
