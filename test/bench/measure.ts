import type { Measured } from './scenario.js';
import type { ServerProcess } from './server-process.js';
import { percentile } from './statistics.js';

/** CPU, rate and latencies of `amount` requests that `run` makes; it adds the milliseconds of each to the list it gets. */
export async function measure(
  server: ServerProcess,
  amount: number,
  run: (latencies: number[]) => Promise<void>,
): Promise<Measured> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const cpuBefore = server.cpuMicros();
  await run(latencies);
  const cpuMicros = server.cpuMicros() - cpuBefore;
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    cpuMicros: cpuMicros / amount,
    perSecond: amount / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
