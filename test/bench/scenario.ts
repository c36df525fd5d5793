import type { ServerProcess } from './server-process.js';

/** A user with an access token that every server knows. */
export interface BenchUser {
  id: string;
  token: string;
  itemIds: readonly string[];
}

/** A chat and the users who are in it. */
export interface BenchRoom {
  chatId: string;
  members: readonly BenchUser[];
}

/** What one round on one server gave. */
export interface Measured {
  /** Microseconds of CPU of the server's processes for one request. */
  cpuMicros: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** One kind of work, the same for every server. */
export interface Scenario {
  key: 'item' | 'list' | 'write' | 'chat';
  title: string;
  /** CPU of the product over that of the bare server, at most. */
  target: number;
  /** Requests of one round. */
  amount: number;
  run(server: ServerProcess, amount: number): Promise<Measured>;
}
