import Sqlite from 'better-sqlite3';
import { type BareStore, type BareKind, type Done, itemColumns, type ItemRow } from './bare-store.js';

/** One connection, prepared statements, WAL with a sync at every commit. */
export function openSqliteStore(file: string, kind: BareKind): BareStore {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16000');
  const one = db.prepare(`SELECT ${itemColumns} FROM gallery_items WHERE id = ? AND user_id = ?`);
  const list = db.prepare(
    `SELECT ${itemColumns} FROM gallery_items WHERE user_id = ? AND type = ? AND favourite = ?
     ORDER BY created_at DESC, id DESC LIMIT ?`,
  );
  const total = db
    .prepare('SELECT count(*) FROM gallery_items WHERE user_id = ? AND type = ? AND favourite = ?')
    .pluck();
  const retitle = db.prepare(
    `UPDATE gallery_items SET title = ?, updated_at = ? WHERE id = ? AND user_id = ? RETURNING ${itemColumns}`,
  );
  const lastSeq = db
    .prepare(
      'SELECT c.last_seq FROM chats c JOIN chat_members m ON m.chat_id = c.id WHERE c.id = ? AND m.user_id = ?',
    )
    .pluck();
  const insert = db
    .prepare(
      `INSERT INTO messages (id, chat_id, seq, sender_id, client_id, text, created_at)
       SELECT ?, c.id, c.last_seq + 1, m.user_id, ?, ?, ? FROM chats c JOIN chat_members m ON m.chat_id = c.id
       WHERE c.id = ? AND m.user_id = ? ON CONFLICT (sender_id, chat_id, client_id) DO NOTHING RETURNING seq`,
    )
    .pluck();
  const count = db.prepare('UPDATE chats SET last_seq = ?, active_at = ? WHERE id = ?');
  const together = kind === 'tuned' ? commitTogether(db) : null;
  // A statement alone is a transaction of its own.
  const write = together ?? commitEach((work) => work());
  const transaction = db.transaction((work: () => unknown) => work());
  const writeMany = together ?? commitEach((work) => transaction.immediate(work));

  return {
    item: (userId, id, done) => done(null, one.get(id, userId) as ItemRow | undefined),
    list(userId, { type, favourite, limit }, done) {
      const flag = Number(favourite);
      done(null, {
        rows: list.all(userId, type, flag, limit) as ItemRow[],
        total: total.get(userId, type, flag) as number,
      });
    },
    retitle(userId, id, title, done) {
      write(() => retitle.get(title, Date.now(), id, userId) as ItemRow | undefined, done);
    },
    lastSeq: (userId, chatId, done) => done(null, lastSeq.get(chatId, userId) as number | undefined),
    send({ id, chatId, senderId, clientId, text, createdAt }, done) {
      writeMany(() => {
        const seq = insert.get(id, clientId, text, createdAt, chatId, senderId) as number | undefined;
        if (seq !== undefined) count.run(seq, createdAt, chatId);
        return seq;
      }, done);
    },
  };
}

type Write = <T>(work: () => T, done: Done<T>) => void;

function commitEach(commit: (work: () => unknown) => unknown): Write {
  return <T>(work: () => T, done: Done<T>) => {
    let value: T;
    try {
      value = commit(work) as T;
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, value);
  };
}

/** What one turn of the event loop brings is committed together, and answered after that. */
function commitTogether(db: Sqlite.Database): Write {
  let waiting: { work: () => unknown; done: Done<unknown> }[] = [];
  const transaction = db.transaction((batch: typeof waiting) => batch.map(({ work }) => work()));
  const flush = () => {
    const batch = waiting;
    waiting = [];
    let values: unknown[];
    try {
      values = transaction.immediate(batch);
    } catch (error) {
      for (const { done } of batch) done(error as Error);
      return;
    }
    batch.forEach(({ done }, place) => done(null, values[place]));
  };
  return <T>(work: () => T, done: Done<T>) => {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ work, done: done as Done<unknown> });
  };
}
