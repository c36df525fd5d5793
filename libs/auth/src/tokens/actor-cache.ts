import type { Actor } from '#lib/access';

/** Verified actors by token: the last used are kept, and all of one user or session go at once. */
export class ActorCache {
  private readonly actors = new Map<string, Actor>();
  /** By user id and by session id. */
  private readonly tokensOf = new Map<string, Set<string>>();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.actors.size;
  }

  get(token: string): Actor | undefined {
    const actor = this.actors.get(token);
    // A Map keeps the order of insertion: what is used goes to the end, away from eviction. With much room left that is work for nothing.
    if (actor !== undefined && this.actors.size * 2 >= this.limit) {
      this.actors.delete(token);
      this.actors.set(token, actor);
    }
    return actor;
  }

  set(token: string, actor: Actor): void {
    this.delete(token);
    if (this.actors.size >= this.limit) {
      const [oldest] = this.actors.keys();
      if (oldest !== undefined) this.delete(oldest);
    }
    this.actors.set(token, actor);
    for (const id of [actor.userId, actor.sessionId]) {
      const tokens = this.tokensOf.get(id);
      if (tokens) tokens.add(token);
      else this.tokensOf.set(id, new Set([token]));
    }
  }

  delete(token: string): void {
    const actor = this.actors.get(token);
    if (!actor) return;
    this.actors.delete(token);
    for (const id of [actor.userId, actor.sessionId]) {
      const tokens = this.tokensOf.get(id);
      tokens?.delete(token);
      if (tokens?.size === 0) this.tokensOf.delete(id);
    }
  }

  /** Everything of a user or of a session, by its id. */
  deleteAllOf(id: string): void {
    for (const token of [...(this.tokensOf.get(id) ?? [])]) this.delete(token);
  }

  clear(): void {
    this.actors.clear();
    this.tokensOf.clear();
  }
}
