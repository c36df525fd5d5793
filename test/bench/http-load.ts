import autocannon from 'autocannon';
import type { BenchUser, Measured } from './scenario.js';
import { measure } from './measure.js';
import type { ServerProcess } from './server-process.js';

const CONNECTIONS = 10;
const REQUESTS_PER_CONNECTION = 200;

/** One request of a scenario for one user. */
export type RequestMaker = (user: BenchUser, number: number) => autocannon.Request;

/** Sends `amount` requests over ten connections, each of its own users and items, and measures. Anything but a 2xx fails. */
export function loadHttp(
  server: ServerProcess,
  users: readonly BenchUser[],
  make: RequestMaker,
  amount: number,
): Promise<Measured> {
  let connection = 0;
  return measure(server, amount, async (latencies, finished) => {
    await new Promise<void>((resolve, reject) => {
      const run = autocannon(
        {
          url: server.url,
          connections: CONNECTIONS,
          amount,
          setupClient: (client) => client.setRequests(requestsOf(connection++, users, make)),
        },
        (error: Error | null, result) => {
          const failures = result.non2xx + result.errors + result.timeouts;
          if (error) reject(error);
          else if (failures > 0)
            reject(new Error(`${server.name}: ${failures} of ${amount} requests failed`));
          else resolve();
        },
      );
      run.on('response', (_client, _status, _bytes, ms) => {
        // autocannon itself looks at the clock once a second only.
        if (latencies.push(ms) === amount) finished();
      });
    });
  });
}

function requestsOf(
  connection: number,
  users: readonly BenchUser[],
  make: RequestMaker,
): autocannon.Request[] {
  return Array.from({ length: REQUESTS_PER_CONNECTION }, (_, place) => {
    const number = connection * REQUESTS_PER_CONNECTION + place;
    return make(users[number % users.length]!, number);
  });
}
