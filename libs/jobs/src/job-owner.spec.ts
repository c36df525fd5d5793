import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { isDeadOwner, newJobOwner, retireJobOwner } from './job-owner.js';

describe('isDeadOwner', () => {
  it('knows a process of this machine that has ended', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(isDeadOwner(`${hostname()}:${pid}:abc123`)).toBe(true);
  });

  it('knows one that lives', () => {
    expect(isDeadOwner(`${hostname()}:${process.ppid}:abc123`)).toBe(false);
  });

  it('takes an earlier process with our own pid for dead, as in a container that was restarted', () => {
    expect(isDeadOwner(`${hostname()}:${process.pid}:abc123`)).toBe(true);
  });

  it('takes an owner in this process for dead when it has retired', () => {
    const owner = newJobOwner();
    expect(isDeadOwner(owner)).toBe(false);
    retireJobOwner(owner);
    expect(isDeadOwner(owner)).toBe(true);
  });

  it.each([`elsewhere-${hostname()}:1:abc123`, 'nonsense', ''])('says nothing about %p', (owner) => {
    expect(isDeadOwner(owner)).toBe(false);
  });
});
