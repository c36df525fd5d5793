import { hash } from '@node-rs/bcrypt';
import { type TableWriter, type TableRow } from './table-writer.js';
import { uuidAt } from './uuid.js';

/** The cost of the shared password hash, and of the product's, so that signing in does not hash anew. */
export const BCRYPT_COST = 4;

const USERS = 1000;
/** The first users sign in; the gallery is theirs, and they are the members of the first chats. */
const BENCH_USERS = 50;
const GALLERY_OWNERS = 25;
const ITEMS_PER_OWNER = 400;
const CHATS = 1000;
const MEMBERS_PER_CHAT = 10;
const MESSAGES_PER_CHAT = 100;
const SIGNUP_BONUS = 20;
const PASSWORD = 'a bench in the park 7';
const DAY_MS = 86_400_000;

/** What the load has to know about the rows. */
export interface Dataset {
  /** The users that sign in. `itemIds` is empty for those without a gallery. */
  users: { id: string; email: string; password: string; itemIds: string[] }[];
  /** Chats of ten users who sign in; `members` are places in `users`. */
  rooms: { chatId: string; members: number[] }[];
}

/** Fills a migrated database, in which the product has made its roles, with 1,000 users, 10,000 pictures and 100,000 messages. */
export async function seed(writer: TableWriter): Promise<Dataset> {
  const start = Date.now() - 30 * DAY_MS;
  const userIds = Array.from({ length: USERS }, (_, place) => uuidAt(start + place));
  await insertUsers(writer, userIds, start);
  const itemIds = await insertGallery(writer, userIds.slice(0, GALLERY_OWNERS), start + DAY_MS);
  const chatIds = await insertChats(writer, userIds, start + 2 * DAY_MS);
  const users = userIds.slice(0, BENCH_USERS).map((id, place) => {
    return { id, email: emailOf(place), password: PASSWORD, itemIds: itemIds.get(id) ?? [] };
  });
  const rooms = chatIds.slice(0, BENCH_USERS / MEMBERS_PER_CHAT).map((chatId, chat) => {
    return { chatId, members: membersOf(chat) };
  });
  return { users, rooms };
}

async function insertUsers(writer: TableWriter, userIds: readonly string[], at: number): Promise<void> {
  const password_hash = await hash(PASSWORD, { cost: BCRYPT_COST });
  const times = { created_at: at, updated_at: at };
  const accounts = userIds.map((userId) => ({ id: uuidAt(at), userId }));
  await writer.insert(
    'users',
    userIds.map((id, place) => {
      return { id, email: emailOf(place), display_name: `Citizen ${place}`, locale: 'ru', ...times };
    }),
  );
  await writer.insert(
    'credentials',
    userIds.map((user_id) => ({ user_id, password_hash, ...times })),
  );
  await writer.insert(
    'user_roles',
    userIds.map((user_id) => ({ user_id, role_name: 'user', created_at: at })),
  );
  await writer.insert(
    'credit_accounts',
    accounts.map(({ id, userId }) => {
      return { id, user_id: userId, spendable: SIGNUP_BONUS, reserved: 0, entries: 1, ...times };
    }),
  );
  await writer.insert(
    'credit_entries',
    accounts.map(({ id, userId }) => ({
      id: uuidAt(at),
      account_id: id,
      seq: 1,
      type: 'signup_bonus',
      from_book: 'issued',
      to_book: 'spendable',
      amount: SIGNUP_BONUS,
      balance_after: SIGNUP_BONUS,
      once_key: `signup:${userId}`,
      created_at: at,
    })),
  );
}

async function insertGallery(
  writer: TableWriter,
  owners: readonly string[],
  start: number,
): Promise<Map<string, string[]>> {
  const [files, generations, items]: TableRow[][] = [[], [], []];
  const ids = new Map<string, string[]>();
  for (const owner of owners) {
    const own: string[] = [];
    for (let place = 0; place < ITEMS_PER_OWNER; place += 1) {
      const at = start + place * 1000;
      const [id, file, generation] = [uuidAt(at), uuidAt(at), uuidAt(at)];
      const picture = pictureAt(place, at);
      own.push(id);
      files!.push(fileRow(file, owner, at));
      generations!.push(generationRow(generation, owner, picture, at));
      items!.push({
        id,
        user_id: owner,
        file_id: file,
        generation_id: generation,
        position: 0,
        parent_id: null,
        favourite: place % 3 === 0,
        ...picture.shown,
        created_at: at,
        updated_at: at,
      });
    }
    ids.set(owner, own);
  }
  await writer.insert('files', files!);
  await writer.insert('generations', generations!);
  await writer.insert('gallery_items', items!);
  return ids;
}

type Picture = ReturnType<typeof pictureAt>;

function pictureAt(place: number, at: number) {
  const kind = place % 2 === 0 ? 'avatar' : 'image';
  const prompt = `Вечерний проспект после дождя, "тёплые" окна, a cosy street number ${place}`;
  const provenance = {
    provider: 'offline',
    model: 'offline-image',
    algorithm: 'kvartal/city-skyline',
    seed: place,
    style: null,
    promptHash: place.toString(16).padStart(64, '0'),
    sourceFileId: null,
    createdAt: new Date(at).toISOString(),
  };
  const shown = {
    type: kind,
    title: place % 4 === 0 ? `Проспект № ${place}` : null,
    tags: place % 5 === 0 ? '["город","вечер"]' : '[]',
    prompt,
    model: 'offline-image',
    width: 1024,
    height: 1024,
    thumbhash: 'IQgSLYZ6iHePh4h1eFeHh4dwgwg3',
    provenance: JSON.stringify(provenance),
  };
  return { kind, seed: place, shown };
}

function fileRow(id: string, owner: string, at: number): TableRow {
  return {
    id,
    owner_id: owner,
    purpose: 'generated',
    state: 'ready',
    content_type: 'image/png',
    size: 250_000,
    width: 1024,
    height: 1024,
    sha256: id.replaceAll('-', '').padEnd(64, '0'),
    thumbhash: 'IQgSLYZ6iHePh4h1eFeHh4dwgwg3',
    storage_key: `files/${id.slice(-2)}/${id}.png`,
    variants: '{}',
    created_at: at,
  };
}

function generationRow(id: string, owner: string, { kind, seed: number, shown }: Picture, at: number) {
  return {
    id,
    user_id: owner,
    kind,
    status: 'succeeded',
    model: shown.model,
    provider: 'offline',
    prompt: shown.prompt,
    image_count: 1,
    seed: number,
    params: '{}',
    progress: 1,
    credits_reserved: 1,
    credits_captured: 1,
    credits_refunded: 0,
    job_id: id,
    deadline_at: at + 600_000,
    started_at: at,
    finished_at: at,
    created_at: at,
    updated_at: at,
  };
}

async function insertChats(
  writer: TableWriter,
  userIds: readonly string[],
  start: number,
): Promise<string[]> {
  const [chats, members, log, messages]: TableRow[][] = [[], [], [], []];
  for (let chat = 0; chat < CHATS; chat += 1) {
    const at = start + chat * 1000;
    const id = uuidAt(at);
    const memberIds = membersOf(chat).map((place) => userIds[place]!);
    const last = at + MESSAGES_PER_CHAT * 1000;
    const shown = { id, type: 'group', title: `Двор ${chat}` };
    const owner = memberIds[0]!;
    chats!.push({
      ...shown,
      created_by: owner,
      last_seq: 1 + MESSAGES_PER_CHAT,
      active_at: last,
      created_at: at,
      updated_at: at,
    });
    members!.push(
      ...memberIds.map((user_id) => {
        return {
          chat_id: id,
          user_id,
          role: user_id === owner ? 'owner' : 'member',
          read_seq: 0,
          joined_at: at,
        };
      }),
    );
    const time = new Date(at).toISOString();
    const data = {
      ...shown,
      createdBy: owner,
      createdAt: time,
      updatedAt: time,
      members: memberIds.map((userId) => ({
        userId,
        role: userId === owner ? 'owner' : 'member',
        joinedAt: time,
      })),
    };
    log!.push({ chat_id: id, seq: 1, type: 'chat.created', data: JSON.stringify(data), at });
    for (let seq = 2; seq < 2 + MESSAGES_PER_CHAT; seq += 1) {
      const sentAt = at + seq * 1000;
      messages!.push({
        id: uuidAt(sentAt),
        chat_id: id,
        seq,
        sender_id: memberIds[seq % MEMBERS_PER_CHAT]!,
        client_id: `seed-${seq}`,
        text: `Сообщение ${seq}: встречаемся у фонтана, when it stops raining`,
        created_at: sentAt,
      });
    }
  }
  await writer.insert('chats', chats!);
  await writer.insert('chat_members', members!);
  await writer.insert('chat_log', log!);
  await writer.insert('messages', messages!);
  return chats!.map(({ id }) => id as string);
}

/** Ten users in a row, so that everybody is in ten chats. */
function membersOf(chat: number): number[] {
  return Array.from({ length: MEMBERS_PER_CHAT }, (_, place) => (chat * MEMBERS_PER_CHAT + place) % USERS);
}

function emailOf(place: number): string {
  return `citizen-${place}@bench.example`;
}
