import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ServiceUnavailableError } from '#lib/errors';
import { ImageGate } from './image-gate.js';

/** Work that says when it began, and ends when it is told to. */
function someWork() {
  const running: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  return {
    running,
    work: (name: string) => () =>
      new Promise<string>((resolve, reject) => {
        running.push(name);
        ends.set(name, (error) => {
          running.splice(running.indexOf(name), 1);
          if (error) reject(error);
          else resolve(name);
        });
      }),
    end: async (name: string, error?: Error) => {
      ends.get(name)!(error);
      await nextTurn();
    },
  };
}

describe('ImageGate', () => {
  it('lets in as many as fit, in the order they came', async () => {
    const gate = new ImageGate(2);
    const { running, work, end } = someWork();
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => gate.run(false, work(name))));
    await nextTurn();
    expect(running).toEqual(['a', 'b']);
    await end('b');
    expect(running).toEqual(['a', 'c']);
    await end('a', new Error('broken'));
    expect(running).toEqual(['c', 'd']);
    await end('c');
    await end('d');
    expect(await all).toMatchObject([
      { reason: { message: 'broken' } },
      { value: 'b' },
      { value: 'c' },
      { value: 'd' },
    ]);
  });

  it('lets a heavy one in alone, and nobody past it', async () => {
    const gate = new ImageGate(2);
    const { running, work, end } = someWork();
    const all = [
      gate.run(false, work('a')),
      gate.run(true, work('heavy')),
      gate.run(false, work('b')),
      gate.run(false, work('c')),
    ];
    await nextTurn();
    expect(running).toEqual(['a']);
    await end('a');
    expect(running).toEqual(['heavy']);
    await end('heavy');
    expect(running).toEqual(['b', 'c']);
    await end('b');
    await end('c');
    await Promise.all(all);
  });

  it('refuses who would wait in too long a queue, or for too long', async () => {
    const gate = new ImageGate(1, { maxWaiting: 1, waitMs: 20 });
    const { work, end } = someWork();
    const first = gate.run(false, work('a'));
    const second = gate.run(false, work('b'));
    await expect(gate.run(false, work('c'))).rejects.toBeInstanceOf(ServiceUnavailableError);
    await expect(second).rejects.toBeInstanceOf(ServiceUnavailableError);
    await end('a');
    expect(await first).toBe('a');
    const third = gate.run(false, work('d'));
    await nextTurn();
    await end('d');
    expect(await third).toBe('d');
  });

  it('forgets who left, and lets in those behind', async () => {
    const gate = new ImageGate(2);
    const { running, work, end } = someWork();
    const controller = new AbortController();
    const first = gate.run(false, work('a'));
    const left = gate.run(true, work('heavy'), controller.signal);
    const behind = gate.run(false, work('b'));
    await nextTurn();
    expect(running).toEqual(['a']);
    controller.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(running).toEqual(['a', 'b']);
    await expect(gate.run(false, work('c'), controller.signal)).rejects.toThrow('gone');
    await end('a');
    await end('b');
    expect(await Promise.all([first, behind])).toEqual(['a', 'b']);
  });

  it('lets nobody out who is at work', async () => {
    const gate = new ImageGate(1);
    const { work, end } = someWork();
    const controller = new AbortController();
    const only = gate.run(false, work('a'), controller.signal);
    await nextTurn();
    controller.abort(new Error('gone'));
    await end('a');
    expect(await only).toBe('a');
  });
});
