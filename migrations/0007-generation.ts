import { columnsFor, foreignKey, index, type Migration } from '#lib/database';
import { type QueryRunner, Table } from 'typeorm';

/** Generations, the gallery they fill, and where each user left it. */
export const generation: Migration = {
  name: '0007-generation',

  async up(runner: QueryRunner): Promise<void> {
    const columns = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'generations',
        columns: [
          columns.id(),
          columns.uuid('user_id'),
          columns.text('kind'),
          columns.text('status'),
          columns.text('model'),
          columns.text('provider'),
          columns.text('prompt', { nullable: true }),
          columns.text('style', { nullable: true }),
          columns.integer('image_count'),
          columns.bigint('seed'),
          columns.json('params'),
          columns.uuid('source_file_id', { nullable: true }),
          columns.double('progress'),
          columns.integer('credits_reserved'),
          columns.integer('credits_captured'),
          columns.integer('credits_refunded'),
          columns.text('error_code', { nullable: true }),
          columns.text('error_message', { nullable: true }),
          columns.uuid('retry_of', { nullable: true }),
          columns.text('provider_request_id', { nullable: true }),
          columns.uuid('job_id'),
          columns.time('deadline_at'),
          columns.time('started_at', { nullable: true }),
          columns.time('finished_at', { nullable: true }),
          ...columns.timestamps(),
        ],
        indices: [index('generations', ['user_id', 'id']), index('generations', ['status', 'id'])],
        foreignKeys: [foreignKey('generations', 'user_id', 'users', { onDelete: 'CASCADE' })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'gallery_items',
        columns: [
          columns.id(),
          columns.uuid('user_id'),
          columns.uuid('file_id'),
          columns.uuid('generation_id'),
          columns.integer('position'),
          columns.uuid('parent_id', { nullable: true }),
          columns.text('type'),
          columns.text('title', { nullable: true }),
          columns.json('tags'),
          columns.boolean('favourite'),
          columns.text('prompt', { nullable: true }),
          columns.text('model'),
          columns.integer('width'),
          columns.integer('height'),
          columns.text('thumbhash', { nullable: true }),
          columns.json('provenance'),
          ...columns.timestamps(),
        ],
        indices: [
          index('gallery_items', ['file_id'], { unique: true }),
          index('gallery_items', ['generation_id', 'position'], { unique: true }),
          index('gallery_items', ['parent_id']),
          index('gallery_items', ['user_id', 'created_at', 'id'], { name: 'ix_gallery_items_newest' }),
          // `favourite` last: it is only there so that the counts by type are read from the index alone.
          index('gallery_items', ['user_id', 'type', 'created_at', 'id', 'favourite'], {
            name: 'ix_gallery_items_type',
          }),
          index('gallery_items', ['user_id', 'favourite', 'created_at', 'id'], {
            name: 'ix_gallery_items_favourite',
          }),
          index('gallery_items', ['user_id', 'model', 'created_at', 'id'], {
            name: 'ix_gallery_items_model',
          }),
        ],
        foreignKeys: [
          foreignKey('gallery_items', 'user_id', 'users', { onDelete: 'CASCADE' }),
          foreignKey('gallery_items', 'file_id', 'files', { onDelete: 'CASCADE' }),
          foreignKey('gallery_items', 'generation_id', 'generations', { onDelete: 'CASCADE' }),
          foreignKey('gallery_items', 'parent_id', 'gallery_items', { onDelete: 'SET NULL' }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'gallery_states',
        columns: [columns.id('user_id'), columns.json('state'), columns.time('updated_at')],
        foreignKeys: [foreignKey('gallery_states', 'user_id', 'users', { onDelete: 'CASCADE' })],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('gallery_states');
    await runner.dropTable('gallery_items');
    await runner.dropTable('generations');
  },
};
