import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from './database.port.js';

/** A right that one process in the cluster has until `expiresAt` (milliseconds since the epoch). */
export interface Lease {
  readonly name: string;
  /** Tells this holder from all others. */
  readonly owner: string;
  readonly expiresAt: number;
}

/**
 * Cluster-wide leases in the database: who runs the cron, who sweeps. They end by themselves, so a holder that dies blocks nobody for
 * longer than `ttlMs`. Compared by the clocks of the machines, which must agree within a fraction of `ttlMs`.
 */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes the lease when it is free or expired; null when somebody else holds it. Call it outside transactions. */
  async acquire(name: string, ttlMs: number): Promise<Lease | null> {
    const now = this.clock.now();
    const lease: Lease = { name, owner: randomUUID(), expiresAt: now + ttlMs };
    const taken = await this.database.execute(
      `INSERT INTO leases (name, owner, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
       WHERE leases.expires_at <= $4`,
      [name, lease.owner, lease.expiresAt, now],
    );
    return taken === 1 ? lease : null;
  }

  /** Prolongs a lease by `ttlMs` from now; null when it had expired and somebody else may have taken it: stop the work. */
  async renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
    const now = this.clock.now();
    const renewed = await this.database.execute(
      'UPDATE leases SET expires_at = $1 WHERE name = $2 AND owner = $3 AND expires_at > $4',
      [now + ttlMs, lease.name, lease.owner, now],
    );
    return renewed === 1 ? { ...lease, expiresAt: now + ttlMs } : null;
  }

  /** Gives it back; nothing happens when it is somebody else's by now. */
  async release(lease: Lease): Promise<void> {
    await this.database.execute('DELETE FROM leases WHERE name = $1 AND owner = $2', [
      lease.name,
      lease.owner,
    ]);
  }
}
