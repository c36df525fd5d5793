import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/bcrypt';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { InjectConfig } from '#lib/config';
import { ServiceUnavailableError } from '#lib/errors';
import { type AuthConfig, authConfig } from '../auth.config.js';

/** One core stays free for requests, and of libuv's four threads one for files and signatures. */
const MAX_PARALLEL = Math.max(1, Math.min(3, availableParallelism() - 1));
const MAX_WAITING = 256;

/** bcrypt off the event loop, a few at a time, so that a rush of sign-ins does not stop everybody else's reads (T8). */
@Injectable()
export class PasswordHasher {
  private readonly gate = bulkhead(MAX_PARALLEL, MAX_WAITING);
  private readonly cost: number;

  constructor(@InjectConfig(authConfig) config: AuthConfig) {
    this.cost = config.bcryptCost;
  }

  /** @throws ServiceUnavailableError when too many are waiting */
  hash(password: string): Promise<string> {
    return this.run(() => hash(password, { cost: this.cost, rejectLongPasswords: true }));
  }

  /**
   * Is this the password behind `stored`? Null means there is none: that takes the same time and is never a match.
   * @throws ServiceUnavailableError when too many are waiting
   */
  verify(password: string, stored: string | null): Promise<boolean> {
    return this.run(async () => {
      if (stored !== null) return verify(password, stored);
      await hash(password, { cost: this.cost });
      return false;
    });
  }

  /** Was `stored` made with another cost than the one in force? */
  isOutdated(stored: string): boolean {
    return parseOptions(stored).cost !== this.cost;
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.gate.execute(work);
    } catch (error) {
      if (error instanceof BulkheadRejectedError)
        throw new ServiceUnavailableError({ retryAfterMs: 5000, cause: error });
      throw error;
    }
  }
}
