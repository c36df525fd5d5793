import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import type { GalleryState, SavedGalleryState } from './gallery-state.dto.js';

/** Where a user left the gallery, the same on every device (I-6). Lives in the database, so that it needs no cache. */
@Injectable()
export class GalleryStateService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** What was saved last; empty filters and no position when nothing was. */
  async get(actor: Actor): Promise<SavedGalleryState> {
    const row = await this.db.queryOne<{ state: string; updated_at: number }>(
      'SELECT state, updated_at FROM gallery_states WHERE user_id = $1',
      [actor.userId],
    );
    if (!row) return { filters: {}, position: null, updatedAt: null };
    return saved(JSON.parse(row.state) as GalleryState, row.updated_at);
  }

  /** Replaces what was saved; of two devices the later one wins. */
  async save(actor: Actor, state: GalleryState): Promise<SavedGalleryState> {
    const now = this.clock.now();
    await this.db.execute(
      `INSERT INTO gallery_states (user_id, state, updated_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
      [actor.userId, JSON.stringify(state), now],
    );
    return saved(state, now);
  }

  /** Forgets it; nothing saved is fine. */
  async reset(actor: Actor): Promise<void> {
    await this.db.execute('DELETE FROM gallery_states WHERE user_id = $1', [actor.userId]);
  }
}

function saved({ filters, position }: GalleryState, updatedAt: number): SavedGalleryState {
  return { filters, position, updatedAt: new Date(updatedAt).toISOString() };
}
