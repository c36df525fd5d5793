import { type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, index, type Migration } from '#lib/database';

/**
 * Chats, their members, messages, and the rest of the log. The log of a chat is `messages` (each row is the entry of its creation) and
 * `chat_log` (every other entry) together, in the order of `seq`: a message is stored once. A sender who is erased leaves the messages
 * behind without a name, so that no log gets a gap.
 */
export const chat: Migration = {
  name: '0008-chat',

  async up(runner: QueryRunner): Promise<void> {
    const column = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'chats',
        columns: [
          column.id(),
          column.text('type'),
          column.text('title', { nullable: true }),
          column.text('direct_key', { nullable: true }),
          column.uuid('created_by', { nullable: true }),
          column.bigint('last_seq'),
          column.time('active_at'),
          ...column.timestamps(),
        ],
        indices: [index('chats', ['direct_key'], { unique: true }), index('chats', ['created_by'])],
        foreignKeys: [foreignKey('chats', 'created_by', 'users', { onDelete: 'SET NULL' })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'chat_members',
        columns: [
          column.uuid('chat_id', { primary: true }),
          column.uuid('user_id', { primary: true }),
          column.text('role'),
          column.bigint('read_seq'),
          column.time('joined_at'),
        ],
        indices: [index('chat_members', ['user_id'])],
        foreignKeys: [
          foreignKey('chat_members', 'chat_id', 'chats', { onDelete: 'CASCADE' }),
          foreignKey('chat_members', 'user_id', 'users', { onDelete: 'CASCADE' }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'messages',
        columns: [
          column.id(),
          column.uuid('chat_id'),
          column.bigint('seq'),
          column.uuid('sender_id', { nullable: true }),
          column.text('client_id'),
          column.text('text', { nullable: true }),
          column.text('first_text', { nullable: true }),
          column.json('attachment_ids', { nullable: true }),
          column.uuid('reply_to', { nullable: true }),
          column.time('created_at'),
          column.time('edited_at', { nullable: true }),
          column.time('deleted_at', { nullable: true }),
        ],
        indices: [
          index('messages', ['chat_id', 'seq'], { unique: true }),
          index('messages', ['sender_id', 'chat_id', 'client_id'], { unique: true }),
        ],
        foreignKeys: [
          foreignKey('messages', 'chat_id', 'chats', { onDelete: 'CASCADE' }),
          foreignKey('messages', 'sender_id', 'users', { onDelete: 'SET NULL' }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'chat_log',
        columns: [
          column.uuid('chat_id', { primary: true }),
          column.bigint('seq', { primary: true }),
          column.text('type'),
          column.json('data', { nullable: true }),
          column.uuid('message_id', { nullable: true }),
          column.text('text', { nullable: true }),
          column.time('at'),
        ],
        indices: [index('chat_log', ['message_id'])],
        foreignKeys: [
          foreignKey('chat_log', 'chat_id', 'chats', { onDelete: 'CASCADE' }),
          foreignKey('chat_log', 'message_id', 'messages', { onDelete: 'CASCADE' }),
        ],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('chat_log');
    await runner.dropTable('messages');
    await runner.dropTable('chat_members');
    await runner.dropTable('chats');
  },
};
