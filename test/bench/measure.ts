import type { Measured } from './scenario.js';
import type { ServerProcess } from './server-process.js';
import { percentile } from './statistics.js';

/**
 * CPU, rate and latencies of `amount` requests that `run` makes. It adds the milliseconds of each to the list it gets, and says when the last
 * answer has come: what happens after that is not counted.
 */
export async function measure(
  server: ServerProcess,
  amount: number,
  run: (latencies: number[], finished: () => void) => Promise<void>,
): Promise<Measured> {
  const latencies: number[] = [];
  const cpuBefore = server.cpuMicros();
  const startedAt = performance.now();
  let end = undefined as { at: number; cpu: number } | undefined;
  await run(latencies, () => {
    end ??= { at: performance.now(), cpu: server.cpuMicros() };
  });
  const { at, cpu } = end ?? { at: performance.now(), cpu: server.cpuMicros() };
  return {
    cpuMicros: (cpu - cpuBefore) / amount,
    perSecond: amount / ((at - startedAt) / 1000),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
