import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Server } from 'socket.io';
import { openPostgresStore } from './bare-postgres.js';
import { openSqliteStore } from './bare-sqlite.js';
import type { BareKind, BareStore, Done, ItemRow } from './bare-store.js';
import { uuidAt } from './uuid.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const LINK_KEY = 'bench';
const LINKS_END = 2_000_000_000;

/** User ids by token; given in a file, because signing in is not what is measured. */
type Users = ReadonlyMap<string, string>;

/**
 * The measuring stick: the same answers as the product's with SQL and JSON by hand, and nothing else - no log, no limits, no validation.
 * Arguments: database URL, `plain` or `tuned`, port, file of tokens.
 */
export async function serveBare(): Promise<void> {
  const [url, kind, port, tokenFile] = process.argv.slice(3) as [string, BareKind, string, string];
  const users = new Map(
    Object.entries(JSON.parse(readFileSync(tokenFile, 'utf8')) as Record<string, string>),
  );
  const store = url.startsWith('sqlite:')
    ? openSqliteStore(url.slice('sqlite:'.length), kind)
    : openPostgresStore(url, kind);
  const app = serveGallery(store, users, kind === 'plain' ? asObjects : asSplicedJson);
  serveChats(new Server(app.server, { serveClient: false, perMessageDeflate: false }), store, users);
  await app.listen({ port: Number(port), host: '127.0.0.1' });
}

function serveGallery(store: BareStore, users: Users, answers: Answers) {
  const app = Fastify();
  app.get('/health/ready', () => 'ready');
  app.get<{ Params: { id: string } }>('/api/v1/gallery/:id', (request, reply) => {
    store.item(userOf(request, users), request.params.id, sendItem(reply, answers));
  });
  app.patch<{ Params: { id: string }; Body: { title: string } }>('/api/v1/gallery/:id', (request, reply) => {
    store.retitle(userOf(request, users), request.params.id, request.body.title, sendItem(reply, answers));
  });
  app.get<{ Querystring: { type: string; favourite: string; limit: string } }>(
    '/api/v1/gallery',
    (request, reply) => {
      const { type, favourite } = request.query;
      const limit = Number(request.query.limit);
      const filter = { type, favourite: favourite === 'true', limit: limit + 1 };
      store.list(userOf(request, users), filter, (error, found) => {
        if (error || !found) return fail(reply, error);
        const rows = found.rows.slice(0, limit);
        const last = rows.at(-1);
        const hasMore = found.rows.length > limit && last !== undefined;
        const rest = {
          nextCursor: hasMore ? cursorOf(last) : null,
          prevCursor: null,
          total: found.total,
          filters: { type, favourite: filter.favourite, sort: 'newest' },
        };
        answers.page(reply, rows, rest);
      });
    },
  );
  return app;
}

function serveChats(io: Server, store: BareStore, users: Users): void {
  const chats = io.of('/chats');
  chats.use((socket, next) => {
    const userId = users.get((socket.handshake.auth as { token: string }).token);
    if (userId === undefined) return next(new Error('Unknown token'));
    socket.data = userId;
    next();
  });
  chats.on('connection', (socket) => {
    const userId = socket.data as string;
    socket.on('chat.join', ({ chatId }: { chatId: string }, ack: (answer: object) => void) => {
      store.lastSeq(userId, chatId, (_error, lastSeq) => {
        if (lastSeq === undefined) return ack({ ok: false });
        void socket.join(chatId);
        ack({ ok: true, events: [], lastSeq, hasMore: false });
      });
    });
    socket.on('message.send', (draft: Draft, ack: (answer: object) => void) => {
      const { chatId, clientId, text } = draft;
      const createdAt = Date.now();
      const id = uuidAt(createdAt);
      store.send({ id, chatId, senderId: userId, clientId, text, createdAt }, (error, seq) => {
        if (error || seq === undefined) return ack({ ok: false });
        const at = new Date(createdAt).toISOString();
        const message = {
          id,
          chatId,
          seq,
          clientId,
          senderId: userId,
          text,
          attachments: [],
          replyTo: null,
          createdAt: at,
          editedAt: null,
          deletedAt: null,
        };
        ack({ ok: true, message });
        chats.to(chatId).emit('chat.event', { chatId, seq, type: 'message.created', data: message, at });
      });
    });
  });
}

interface Draft {
  chatId: string;
  clientId: string;
  text: string;
}

function userOf(request: FastifyRequest, users: Users): string {
  const userId = users.get(request.headers.authorization!.slice('Bearer '.length));
  if (userId === undefined) throw new Error('Unknown token');
  return userId;
}

function sendItem(reply: FastifyReply, answers: Answers): Done<ItemRow | undefined> {
  return (error, row) => {
    if (row) answers.item(reply, row);
    else fail(reply, error);
  };
}

function fail(reply: FastifyReply, error: Error | null): void {
  void reply.status(error ? 500 : 404).send();
}

/** How rows become answers. */
interface Answers {
  item(reply: FastifyReply, row: ItemRow): void;
  page(reply: FastifyReply, rows: readonly ItemRow[], rest: object): void;
}

const asObjects: Answers = {
  item: (reply, row) => void reply.send(itemView(row)),
  page: (reply, rows, rest) => void reply.send({ items: rows.map(itemView), ...rest }),
};

const asSplicedJson: Answers = {
  item: (reply, row) => void reply.header('content-type', JSON_TYPE).send(itemJson(row)),
  page: (reply, rows, rest) => {
    const items = rows.map(itemJson).join(',');
    void reply.header('content-type', JSON_TYPE).send(`{"items":[${items}],${JSON.stringify(rest).slice(1)}`);
  },
};

function itemView(row: ItemRow): object {
  return {
    id: row.id,
    fileId: row.file_id,
    type: row.type,
    title: row.title,
    tags: JSON.parse(row.tags) as unknown,
    favourite: Boolean(row.favourite),
    prompt: row.prompt,
    model: row.model,
    width: row.width,
    height: row.height,
    url: linkOf(row.file_id, ''),
    thumbUrl: linkOf(row.file_id, 'variant=thumb&'),
    thumbhash: row.thumbhash,
    generationId: row.generation_id,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    provenance: JSON.parse(row.provenance) as unknown,
    createdAt: new Date(row.created_at).toISOString(),
  };
}

/** By hand: tags and provenance are JSON already. */
function itemJson(row: ItemRow): string {
  const { id, file_id: fileId } = row;
  return `{"id":"${id}","fileId":"${fileId}","type":"${row.type}","title":${textOf(row.title)},"tags":${row.tags},"favourite":${
    row.favourite ? 'true' : 'false'
  },"prompt":${textOf(row.prompt)},"model":${textOf(row.model)},"width":${row.width},"height":${row.height},"url":"${linkOf(
    fileId,
    '',
  )}","thumbUrl":"${linkOf(fileId, 'variant=thumb&')}","thumbhash":${textOf(row.thumbhash)},"generationId":"${row.generation_id}"${
    row.parent_id === null ? '' : `,"parentId":"${row.parent_id}"`
  },"provenance":${row.provenance},"createdAt":"${new Date(row.created_at).toISOString()}"}`;
}

function textOf(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}

const links = new Map<string, string>();

function linkOf(fileId: string, variant: string): string {
  const name = variant + fileId;
  const known = links.get(name);
  if (known !== undefined) return known;
  const signature = createHmac('sha256', LINK_KEY).update(`${name}/${LINKS_END}`).digest();
  const sig = signature.subarray(0, 16).toString('base64url');
  const link = `/api/v1/files/${fileId}/content?${variant}exp=${LINKS_END}&sig=${sig}`;
  links.set(name, link);
  return link;
}

function cursorOf({ created_at: createdAt, id }: ItemRow): string {
  return Buffer.from(JSON.stringify(['newest', 'after', createdAt, id])).toString('base64url');
}
