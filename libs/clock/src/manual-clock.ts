import { Clock } from './clock.js';

/** A clock that moves only when told, for tests of expiry, leases and schedules. Starts at the real time unless told otherwise. */
export class ManualClock extends Clock {
  private time: number;

  constructor(start: number = Date.now()) {
    super();
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  /** Moves the time forward by `ms`. */
  advance(ms: number): void {
    this.time += ms;
  }
}
