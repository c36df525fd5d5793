import pg from 'pg';
import { type BareStore, type BareKind, type Done, itemColumns, type ItemRow } from './bare-store.js';

const INT8 = 20;
const POOL_SIZE = 10;
const MAX_BATCH = 64;

/** A named statement with its values. */
type Statement = Required<Pick<pg.QueryConfig, 'name' | 'text' | 'values'>>;
type Write = <Row extends object>(statement: Statement, done: Done<Row | undefined>) => void;

const one = `SELECT ${itemColumns} FROM gallery_items WHERE id = $1 AND user_id = $2`;
const filtered = 'FROM gallery_items WHERE user_id = $1 AND type = $2 AND favourite = $3';
const list = `SELECT ${itemColumns} ${filtered} ORDER BY created_at DESC, id DESC LIMIT $4`;
const total = `SELECT count(*) AS total ${filtered}`;
const retitle = `UPDATE gallery_items SET title = $3, updated_at = $4 WHERE id = $1 AND user_id = $2 RETURNING ${itemColumns}`;
const lastSeq = `SELECT c.last_seq FROM chats c JOIN chat_members m ON m.chat_id = c.id WHERE c.id = $1 AND m.user_id = $2`;
// One round trip: the seq is taken only when the sender is a member who has not sent this yet.
const send = `WITH taken AS (
    UPDATE chats SET last_seq = last_seq + 1, active_at = $6
    WHERE id = $2 AND EXISTS (SELECT 1 FROM chat_members WHERE chat_id = $2 AND user_id = $3)
      AND NOT EXISTS (SELECT 1 FROM messages WHERE sender_id = $3 AND chat_id = $2 AND client_id = $4)
    RETURNING last_seq)
  INSERT INTO messages (id, chat_id, seq, sender_id, client_id, text, created_at)
  SELECT $1, $2, last_seq, $3, $4, $5, $6 FROM taken RETURNING seq`;

/** A pool with named statements. */
export function openPostgresStore(url: string, kind: BareKind): BareStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    types: {
      getTypeParser: ((oid: number) => (oid === INT8 ? Number : pg.types.getTypeParser(oid))) as never,
    },
  });
  const ask = <Row extends object>(statement: Statement, done: Done<Row[]>) => {
    pool.query<Row>(statement, (error, result) => {
      if (error) done(error);
      else done(null, result.rows);
    });
  };
  const askOne = <Row extends object>(statement: Statement, done: Done<Row | undefined>) => {
    ask<Row>(statement, (error, rows) => done(error, rows?.[0]));
  };
  const write: Write = kind === 'plain' ? askOne : commitTogether(pool);

  return {
    item: (userId, id, done) => askOne<ItemRow>({ name: 'one', text: one, values: [id, userId] }, done),
    list(userId, { type, favourite, limit }, done) {
      const values = [userId, type, favourite];
      ask<ItemRow>({ name: 'list', text: list, values: [...values, limit] }, (error, rows) => {
        if (error) return done(error);
        askOne<{ total: number }>({ name: 'total', text: total, values }, (failure, row) => {
          if (failure) done(failure);
          else done(null, { rows: rows!, total: row!.total });
        });
      });
    },
    retitle(userId, id, title, done) {
      write<ItemRow>({ name: 'retitle', text: retitle, values: [id, userId, title, Date.now()] }, done);
    },
    lastSeq(userId, chatId, done) {
      askOne<{ last_seq: number }>({ name: 'seq', text: lastSeq, values: [chatId, userId] }, (error, row) =>
        done(error, row?.last_seq),
      );
    },
    send({ id, chatId, senderId, clientId, text, createdAt }, done) {
      const values = [id, chatId, senderId, clientId, text, createdAt];
      write<{ seq: number }>({ name: 'send', text: send, values }, (error, row) => done(error, row?.seq));
    },
  };
}

/** One connection writes: what came while it was busy goes into its next transaction. */
function commitTogether(pool: pg.Pool): Write {
  const waiting: { statement: Statement; done: Done<never> }[] = [];
  let isBusy = false;
  const flush = async () => {
    const client = await pool.connect();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      try {
        if (batch.length > 1) void client.query('BEGIN');
        const results = await Promise.all(batch.map(({ statement }) => client.query(statement)));
        if (batch.length > 1) await client.query('COMMIT');
        batch.forEach(({ done }, place) => done(null, results[place]!.rows[0] as never));
      } catch (error) {
        await client.query('ROLLBACK');
        for (const { done } of batch) done(error as Error);
      }
    }
    client.release();
    isBusy = false;
  };
  return (statement, done) => {
    waiting.push({ statement, done });
    if (isBusy) return;
    isBusy = true;
    setImmediate(() => void flush());
  };
}
