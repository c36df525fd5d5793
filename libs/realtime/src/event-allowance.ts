interface Bucket {
  tokens: number;
  refilledAt: number;
}

/**
 * How many events each user may still send: a token bucket per user over all their sockets, so that more devices or reconnecting gain
 * nothing. Times are milliseconds.
 */
export class EventAllowance {
  private readonly buckets = new Map<string, Bucket>();
  private readonly capacity: number;

  constructor(private readonly perSecond: number) {
    this.capacity = perSecond * 2;
  }

  /** Takes one event. Returns 0, or after how many milliseconds the next one is welcome. */
  take(userId: string, now: number): number {
    let bucket = this.buckets.get(userId);
    if (!bucket) {
      bucket = { tokens: this.capacity, refilledAt: now };
      this.buckets.set(userId, bucket);
    }
    const elapsed = Math.max(0, now - bucket.refilledAt);
    bucket.tokens = Math.min(this.capacity, bucket.tokens + (elapsed / 1000) * this.perSecond);
    bucket.refilledAt = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil(((1 - bucket.tokens) / this.perSecond) * 1000));
    bucket.tokens -= 1;
    return 0;
  }

  /** Forgets the users who have their full allowance again. */
  forgetIdle(now: number): void {
    for (const [userId, { tokens, refilledAt }] of this.buckets) {
      if (tokens + ((now - refilledAt) / 1000) * this.perSecond >= this.capacity) this.buckets.delete(userId);
    }
  }

  get size(): number {
    return this.buckets.size;
  }
}
