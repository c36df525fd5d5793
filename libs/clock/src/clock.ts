import { Global, Module } from '@nestjs/common';

/** Where the time comes from: milliseconds since the epoch, UTC. A port, so that expiry and leases are tested without waiting. */
export abstract class Clock {
  abstract now(): number;
}

/** The clock of the machine. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** Provides `Clock` to every lib. */
@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class ClockModule {}
