import { describe, expect, it } from '@jest/globals';
import { RenderSlots } from './render-slots.js';

const never = new AbortController().signal;

describe('RenderSlots', () => {
  it('runs no more than its size at once, and everything in the end', async () => {
    const slots = new RenderSlots(2);
    let running = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        slots.run(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise(setImmediate);
          running -= 1;
          return index;
        }, never),
      ),
    );
    expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(2);
  });

  it('lets a waiting one leave when its signal is aborted, and keeps the slot for the others', async () => {
    const slots = new RenderSlots(1);
    let finishFirst = () => {};
    const first = slots.run(() => new Promise<void>((resolve) => (finishFirst = resolve)), never);
    const controller = new AbortController();
    const second = slots.run(async () => 'second', controller.signal);
    const third = slots.run(async () => 'third', never);
    controller.abort(new Error('not wanted any more'));
    await expect(second).rejects.toThrow('not wanted any more');
    finishFirst();
    await first;
    await expect(third).resolves.toBe('third');
  });

  it('gives the slot back when the work fails', async () => {
    const slots = new RenderSlots(1);
    await expect(slots.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    await expect(slots.run(async () => 'next', never)).resolves.toBe('next');
  });
});
