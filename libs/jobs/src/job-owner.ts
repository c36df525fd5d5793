import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const living = new Set<string>();

/** A fresh name for an owner of leases in this process: `<host>:<pid>:<boot id>`. */
export function newJobOwner(): string {
  const owner = `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
  living.add(owner);
  return owner;
}

/** The owner takes no more leases. */
export function retireJobOwner(owner: string): void {
  living.delete(owner);
}

/**
 * Is the process behind `owner` certainly gone? Known only for processes of this host. An owner with our own pid that is not one of ours ran
 * before us: in a container every boot has the same pid.
 */
export function isDeadOwner(owner: string): boolean {
  if (living.has(owner)) return false;
  const match = /^(.*):(\d+):[0-9a-f]+$/.exec(owner);
  if (!match || match[1] !== hostname()) return false;
  const pid = Number(match[2]);
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
