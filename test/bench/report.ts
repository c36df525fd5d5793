import type { Engine } from './engine-place.js';
import type { Measured, Scenario } from './scenario.js';
import { median } from './statistics.js';

/** The rounds of one scenario on one engine: the product's, and those of each bare server. */
export interface ScenarioResult {
  engine: Engine;
  scenario: Pick<Scenario, 'key' | 'title' | 'target' | 'amount'>;
  product: Measured[];
  bare: { kind: string; rounds: Measured[] }[];
}

/** Memory in MB and start times in milliseconds of one engine. */
export interface ProcessResult {
  engine: Engine;
  idleMb: { product: number; bare: number };
  loadedMb: { product: number; bare: number };
  startMs: { seeded: number[]; empty: number[] };
}

export const IDLE_TARGET_MB = 170;
export const START_TARGET_MS = 2000;

/** Median ratio of CPU per request with its range. */
export function ratioOf(product: readonly Measured[], bare: readonly Measured[]) {
  const ratios = product.map((round, place) => round.cpuMicros / bare[place]!.cpuMicros);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

/** The tables that are printed. */
export function reportOf(scenarios: readonly ScenarioResult[], processes: readonly ProcessResult[]): string {
  return [tableOf(scenarios.flatMap(rowsOf)), '', tableOf(processes.flatMap(processRows))].join('\n');
}

function rowsOf({ engine, scenario, product, bare }: ScenarioResult): Record<string, string>[] {
  return bare.map(({ kind, rounds }) => {
    const { median: ratio, min, max } = ratioOf(product, rounds);
    const of = (side: readonly Measured[], key: keyof Measured) => median(side.map((round) => round[key]));
    const both = (key: keyof Measured, digits: number) =>
      `${of(product, key).toFixed(digits)} / ${of(rounds, key).toFixed(digits)}`;
    return {
      scenario: scenario.title,
      engine,
      bare: kind,
      'CPU µs, product / bare': both('cpuMicros', 0),
      ratio: ratio.toFixed(2),
      'min-max': `${min.toFixed(2)}-${max.toFixed(2)}`,
      target: scenario.target.toFixed(1),
      met: ratio <= scenario.target ? 'yes' : 'NO',
      'per second': both('perSecond', 0),
      'p50 ms': both('p50Ms', 1),
      'p99 ms': both('p99Ms', 1),
    };
  });
}

function processRows({ engine, idleMb, loadedMb, startMs }: ProcessResult): Record<string, string>[] {
  const row = (what: string, product: number, bare: number | null, target: number | null) => ({
    process: what,
    engine,
    product: product.toFixed(0),
    bare: bare === null ? '' : bare.toFixed(0),
    target: target === null ? '' : String(target),
    met: target === null ? '' : product <= target ? 'yes' : 'NO',
  });
  const start = (what: string, times: readonly number[]) =>
    times.length === 0
      ? []
      : [row(`start, ${what}, ms (median of ${times.length})`, median(times), null, START_TARGET_MS)];
  return [
    row('memory idle, MB', idleMb.product, idleMb.bare, IDLE_TARGET_MB),
    row('memory after load, MB', loadedMb.product, loadedMb.bare, null),
    ...start('seeded database', startMs.seeded),
    ...start('empty folder', startMs.empty),
  ];
}

function tableOf(rows: readonly Record<string, string>[]): string {
  if (rows.length === 0) return '';
  const columns = Object.keys(rows[0]!);
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => cell.padEnd(widths[place]!)).join(' | ')} |`;
  return [
    line(columns),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.map((row) => line(columns.map((column) => row[column]!))),
  ].join('\n');
}
