import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchEngine } from './engine-bench.js';
import type { Engine } from './engine-place.js';
import { type ProcessResult, ratioOf, reportOf, type ScenarioResult } from './report.js';
import { pinLoad } from './server-process.js';

const resultsDir = new URL('../../bench-results/', import.meta.url);

/** Sizes of a run. */
export interface BenchSize {
  rounds: number;
  starts: number;
  /** Requests of a round, as a part of the full number. */
  part: number;
  /** Keys of the scenarios, and `start`. */
  only: ReadonlySet<string>;
  /** Folder for CPU profiles of the product; null for none. */
  profileDir: string | null;
}

/** The whole bench: prints the tables and writes them to `bench-results/`. */
export async function runBench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      engines: { type: 'string', default: 'sqlite,postgres' },
      only: { type: 'string', default: 'item,list,write,chat,start' },
    },
  });
  const size: BenchSize = {
    rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
    starts: values.quick ? 2 : 5,
    part: values.quick ? 0.4 : 1,
    only: new Set(values.only.split(',')),
    profileDir: values.profile ? fileURLToPath(resultsDir) : null,
  };
  const cores = pinLoad();
  console.log(
    cores
      ? `Servers run on core ${cores.server}, load and Postgres on core ${cores.load}.`
      : 'Nothing is pinned to a core (no taskset, or one core only): expect more noise.',
  );
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${size.rounds} rounds`);
  const folder = mkdtempSync(join(tmpdir(), 'kvartal-bench-'));
  // Postgres runs as a user of its own and has to get through to its files.
  chmodSync(folder, 0o711);
  const startedAt = Date.now();
  const scenarios: ScenarioResult[] = [];
  const processes: ProcessResult[] = [];
  try {
    for (const engine of values.engines.split(',') as Engine[]) {
      const result = await benchEngine(engine, { folder: join(folder, engine), cores, size });
      scenarios.push(...result.scenarios);
      processes.push(result.process);
    }
  } finally {
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${reportOf(scenarios, processes)}\n`);
  const file = save({ date: new Date(startedAt).toISOString(), cores, size, scenarios, processes });
  console.log(`${Math.round((Date.now() - startedAt) / 1000)} s; figures in ${file}`);
}

function save(result: {
  date: string;
  cores: unknown;
  size: BenchSize;
  scenarios: ScenarioResult[];
  processes: ProcessResult[];
}): string {
  mkdirSync(resultsDir, { recursive: true });
  const name = `${result.date.replaceAll(':', '-').slice(0, 19)}.json`;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const ratios = result.scenarios.flatMap(({ engine, scenario, product, bare }) =>
    bare.map(({ kind, rounds }) => ({ engine, scenario: scenario.key, kind, ...ratioOf(product, rounds) })),
  );
  const { only, ...size } = result.size;
  const content = { version, ...result, size: { ...size, only: [...only] }, ratios };
  writeFileSync(new URL(name, resultsDir), `${JSON.stringify(content, null, 2)}\n`);
  return `bench-results/${name}`;
}
