import { describe, expect, it } from '@jest/globals';
import { ServiceUnavailableError } from '#lib/errors';
import { DependencyPolicy } from './index.js';

const failing = () => Promise.reject(new Error('away'));

describe('DependencyPolicy', () => {
  it('passes results and failures through', async () => {
    const policy = new DependencyPolicy({ name: 'mail', timeoutMs: 1000 });
    await expect(policy.execute(async () => 7)).resolves.toBe(7);
    await expect(policy.execute(failing)).rejects.toThrow('away');
  });

  it('tries again as often as told', async () => {
    const policy = new DependencyPolicy({ name: 'mail', timeoutMs: 1000, maxAttempts: 3, breakAfter: 10 });
    let calls = 0;
    const second = async () => {
      calls += 1;
      if (calls < 2) throw new Error('once');
      return calls;
    };
    await expect(policy.execute(second)).resolves.toBe(2);
  });

  it('does not repeat what is not transient', async () => {
    const policy = new DependencyPolicy({
      name: 'mail',
      timeoutMs: 1000,
      maxAttempts: 3,
      isTransient: () => false,
    });
    let calls = 0;
    await expect(
      policy.execute(() => {
        calls += 1;
        return failing();
      }),
    ).rejects.toThrow('away');
    expect(calls).toBe(1);
  });

  it('opens after failures in a row and then refuses at once with 503', async () => {
    const policy = new DependencyPolicy({
      name: 'mail',
      timeoutMs: 1000,
      breakAfter: 2,
      halfOpenAfterMs: 60_000,
    });
    expect(policy.state).toBe('closed');
    await expect(policy.execute(failing)).rejects.toThrow('away');
    await expect(policy.execute(failing)).rejects.toThrow('away');
    expect(policy.state).toBe('open');
    await expect(policy.execute(async () => 1)).rejects.toMatchObject({
      code: 'service.unavailable',
      retryAfterMs: 60_000,
    });
  });

  it('aborts a call that takes too long', async () => {
    const policy = new DependencyPolicy({ name: 'mail', timeoutMs: 20 });
    let isAborted = false;
    const hanging = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
          reject(new Error('aborted'));
        });
      });
    await expect(policy.execute(hanging)).rejects.toBeInstanceOf(ServiceUnavailableError);
    expect(isAborted).toBe(true);
  });
});
