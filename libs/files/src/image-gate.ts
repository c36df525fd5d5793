import { ServiceUnavailableError } from '#lib/errors';

interface Waiting {
  cost: number;
  enter: () => void;
}

/**
 * Bounds the work on pictures: `capacity` at a time, in the order they came. Heavy ones take all places, for memory is what runs out first.
 */
export class ImageGate {
  private readonly queue: Waiting[] = [];
  private free: number;

  constructor(
    private readonly capacity: number,
    private readonly limits: { maxWaiting: number; waitMs: number } = { maxWaiting: 100, waitMs: 30_000 },
  ) {
    this.free = capacity;
  }

  /**
   * Runs `work` when it is its turn.
   * @throws ServiceUnavailableError when the queue is full or the turn does not come in time
   * @throws the reason of `signal` when that is aborted before the turn comes
   */
  async run<T>(isHeavy: boolean, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const cost = isHeavy ? this.capacity : 1;
    await this.enter(cost, signal);
    try {
      return await work();
    } finally {
      this.free += cost;
      this.admit();
    }
  }

  private async enter(cost: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.queue.length === 0 && cost <= this.free) {
      this.free -= cost;
      return;
    }
    if (this.queue.length >= this.limits.maxWaiting) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { cost, enter: resolve };
    const leave = (reason: unknown) => {
      const place = this.queue.indexOf(waiting);
      if (place === -1) return;
      this.queue.splice(place, 1);
      reject(reason);
      this.admit();
    };
    const abort = () => leave(signal?.reason);
    const timer = setTimeout(() => leave(busy()), this.limits.waitMs);
    signal?.addEventListener('abort', abort, { once: true });
    this.queue.push(waiting);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  private admit(): void {
    for (let first = this.queue[0]; first && first.cost <= this.free; first = this.queue[0]) {
      this.queue.shift();
      this.free -= first.cost;
      first.enter();
    }
  }
}

function busy(): Error {
  return new ServiceUnavailableError({ params: { dependency: 'images' }, retryAfterMs: 5000 });
}
