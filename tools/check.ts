/**
 * All gates in one go: every `check:*` script of package.json, one after the other, also after one has failed. `npm run check -- lint types` runs
 * those two. Exit code 1 when one is red; the output of a green one is kept to its last line.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const known = Object.keys(scripts).filter((name) => name.startsWith('check:'));
const wanted = process.argv.slice(2).map((name) => `check:${name}`);
const unknown = wanted.filter((name) => !known.includes(name));
if (known.length === 0 || unknown.length > 0) {
  console.error(`no such gate: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}

const red: string[] = [];
for (const name of wanted.length > 0 ? wanted : known) {
  const start = Date.now();
  const run = spawnSync('npm', ['run', '--silent', name], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 300_000,
  });
  const output = `${run.stdout}${run.stderr}`
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .join('\n')
    .trim();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const isGreen = run.status === 0;
  if (!isGreen) red.push(name);
  console.log(`${isGreen ? 'green' : 'RED  '} ${name} (${seconds} s)`);
  if (!isGreen) console.log(`${output || run.error?.message || `ended by ${run.signal}`}\n`);
}
console.log(red.length === 0 ? 'all gates are green' : `red: ${red.join(', ')}`);
process.exit(red.length === 0 ? 0 : 1);
