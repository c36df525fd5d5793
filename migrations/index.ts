import type { Migration } from '#lib/database';
import { foundation } from './0001-foundation.js';
import { users } from './0002-users.js';
import { auth } from './0003-auth.js';
import { files } from './0004-files.js';
import { jobs } from './0005-jobs.js';
import { credits } from './0006-credits.js';
import { generation } from './0007-generation.js';
import { chat } from './0008-chat.js';

/** All steps of the schema, in order. A new one appends an import and an entry; one that was released never changes. */
export const migrations: readonly Migration[] = [
  foundation,
  users,
  auth,
  files,
  jobs,
  credits,
  generation,
  chat,
];
