/** A row of `gallery_items`, as both drivers give it. */
export interface ItemRow {
  id: string;
  file_id: string;
  generation_id: string;
  parent_id: string | null;
  type: string;
  title: string | null;
  tags: string;
  favourite: boolean | number;
  prompt: string | null;
  model: string;
  width: number;
  height: number;
  thumbhash: string | null;
  provenance: string;
  created_at: number;
}

export interface NewMessage {
  id: string;
  chatId: string;
  senderId: string;
  clientId: string;
  text: string;
  createdAt: number;
}

export type Done<T> = (error: Error | null, value?: T) => void;

/** The SQL of the bare server, by hand for each engine. Callbacks, because SQLite answers at once and Postgres later. */
export interface BareStore {
  item(userId: string, id: string, done: Done<ItemRow | undefined>): void;
  /** The newest of one type that are favourites, or are not, and how many there are. */
  list(
    userId: string,
    filter: { type: string; favourite: boolean; limit: number },
    done: Done<{ rows: ItemRow[]; total: number }>,
  ): void;
  /** Durable when `done` is called. Undefined: no such item. */
  retitle(userId: string, id: string, title: string, done: Done<ItemRow | undefined>): void;
  /** The last seq of the chat; undefined for who is no member. */
  lastSeq(userId: string, chatId: string, done: Done<number | undefined>): void;
  /** The seq of the message; durable when `done` is called. Undefined: no member, or sent before. */
  send(message: NewMessage, done: Done<number | undefined>): void;
}

/**
 * `plain`: as one writes a small server: objects for answers, a commit for every write. `tuned`: with every trick of the product that can be
 * had by hand: answers spliced from the JSON in the rows, and one commit for the writes that came together.
 */
export type BareKind = 'plain' | 'tuned';

export const itemColumns =
  'id, file_id, generation_id, parent_id, type, title, tags, favourite, prompt, model, width, height, thumbhash, provenance, created_at';
