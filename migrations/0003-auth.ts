import { type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, index, type Migration } from '#lib/database';

/** Passwords, sessions, signing keys, roles, and the news of their changes. */
export const auth: Migration = {
  name: '0003-auth',

  async up(runner: QueryRunner): Promise<void> {
    const column = columnsFor(runner);
    const tables = [
      new Table({
        name: 'credentials',
        columns: [column.id('user_id'), column.text('password_hash'), ...column.timestamps()],
        foreignKeys: [foreignKey('credentials', 'user_id', 'users', { onDelete: 'CASCADE' })],
      }),
      new Table({
        name: 'sessions',
        columns: [
          column.id(),
          column.uuid('user_id'),
          column.text('user_agent', { nullable: true }),
          column.text('ip', { nullable: true }),
          column.time('created_at'),
          column.time('last_used_at'),
          column.time('expires_at'),
          column.time('ended_at', { nullable: true }),
          column.text('end_reason', { nullable: true }),
        ],
        indices: [index('sessions', ['user_id'])],
        foreignKeys: [foreignKey('sessions', 'user_id', 'users', { onDelete: 'CASCADE' })],
      }),
      new Table({
        name: 'refresh_tokens',
        columns: [
          column.id(),
          column.uuid('session_id'),
          column.text('token_hash'),
          column.time('created_at'),
          column.time('expires_at'),
          column.time('rotated_at', { nullable: true }),
          column.uuid('child_id', { nullable: true }),
        ],
        indices: [
          index('refresh_tokens', ['token_hash'], { unique: true }),
          index('refresh_tokens', ['session_id']),
          index('refresh_tokens', ['expires_at']),
        ],
        foreignKeys: [foreignKey('refresh_tokens', 'session_id', 'sessions', { onDelete: 'CASCADE' })],
      }),
      new Table({
        name: 'signing_keys',
        columns: [
          column.text('kid', { primary: true }),
          column.text('public_key'),
          column.text('sealed_private_key'),
          column.integer('active_slot', { nullable: true }),
          column.time('created_at'),
          column.time('retired_at', { nullable: true }),
        ],
        indices: [index('signing_keys', ['active_slot'], { unique: true })],
      }),
      new Table({
        name: 'roles',
        columns: [
          column.text('name', { primary: true }),
          column.text('title'),
          column.boolean('is_built_in'),
          column.boolean('for_new_users'),
          column.boolean('for_administrators'),
          ...column.timestamps(),
        ],
      }),
      new Table({
        name: 'permissions',
        columns: [column.text('name', { primary: true }), column.text('description')],
      }),
      new Table({
        name: 'role_permissions',
        columns: [
          column.text('role_name', { primary: true }),
          column.text('permission_name', { primary: true }),
        ],
        foreignKeys: [
          foreignKey('role_permissions', 'role_name', 'roles', {
            onDelete: 'CASCADE',
            referencedColumn: 'name',
          }),
          foreignKey('role_permissions', 'permission_name', 'permissions', {
            onDelete: 'CASCADE',
            referencedColumn: 'name',
          }),
        ],
      }),
      new Table({
        name: 'user_roles',
        columns: [
          column.id('user_id'),
          column.text('role_name', { primary: true }),
          column.uuid('granted_by', { nullable: true }),
          column.time('created_at'),
        ],
        indices: [index('user_roles', ['role_name'])],
        foreignKeys: [
          foreignKey('user_roles', 'user_id', 'users', { onDelete: 'CASCADE' }),
          foreignKey('user_roles', 'role_name', 'roles', { onDelete: 'CASCADE', referencedColumn: 'name' }),
        ],
      }),
      new Table({
        name: 'auth_changes',
        columns: [
          column.bigint('seq', { primary: true }),
          column.text('kind'),
          column.uuid('subject_id'),
          column.time('created_at'),
        ],
        indices: [index('auth_changes', ['created_at'])],
      }),
      new Table({
        name: 'auth_change_head',
        columns: [column.integer('id', { primary: true }), column.bigint('seq')],
      }),
    ];
    for (const table of tables) await runner.createTable(table);
    await runner.query('INSERT INTO auth_change_head (id, seq) VALUES (1, 0)');
  },

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'auth_change_head',
      'auth_changes',
      'user_roles',
      'role_permissions',
      'permissions',
      'roles',
      'signing_keys',
      'refresh_tokens',
      'sessions',
      'credentials',
    ];
    for (const table of tables) await runner.dropTable(table);
  },
};
