import { Injectable } from '@nestjs/common';
import { CredentialRepository } from './credential.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { fitsBcrypt } from './password-policy.js';

/** Looked up for who is not there: the same work as for who is. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Stored passwords: hashing, checking, and moving to the cost in force. Whether one is good enough is `requireGoodPassword`. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly credentials: CredentialRepository,
  ) {}

  /** Slow by design: never inside a transaction. */
  hash(password: string): Promise<string> {
    return this.hasher.hash(password);
  }

  /** Stores a hash, in the ambient transaction. */
  store(userId: string, hash: string): Promise<void> {
    return this.credentials.put(userId, hash);
  }

  /**
   * The stored hash when `password` is the user's, else null. `userId` null means that there is no such user: the answer is null, after the
   * same time.
   */
  async check(userId: string | null, password: string): Promise<string | null> {
    const stored = await this.credentials.findHash(userId ?? NOBODY);
    // Too long a password is hashed all the same, cut as bcrypt does, for the time it takes; it never matches.
    const isRight = await this.hasher.verify(password, fitsBcrypt(password) ? stored : null);
    return isRight ? stored : null;
  }

  /** Hashes anew what was made with another cost, and answers the hash that holds now. A change made meanwhile wins. */
  async refreshHash(userId: string, password: string, stored: string): Promise<string> {
    if (!this.hasher.isOutdated(stored)) return stored;
    const after = await this.hasher.hash(password);
    return (await this.credentials.replace(userId, { before: stored, after })) ? after : stored;
  }

  /** Is `hash` the stored one still? It stays so until the ambient transaction ends. */
  async isStill(userId: string, hash: string): Promise<boolean> {
    return (await this.credentials.findHashForUpdate(userId)) === hash;
  }

  /** False when the stored hash is not `before` any more. In the ambient transaction. */
  replace(userId: string, hashes: { before: string; after: string }): Promise<boolean> {
    return this.credentials.replace(userId, hashes);
  }
}
