import type { Database } from '#lib/database';

/** What TypeORM would change so that the tables fit the entities: nothing, when the migrations do their job. */
export async function statementsToFitEntities(db: Database): Promise<string[]> {
  const builder = db.manager.dataSource.driver.createSchemaBuilder();
  // Foreign keys stand in migrations only (no relation crosses a lib); that they are there is the equality check's business.
  Object.assign(builder, { dropOldForeignKeys: async () => undefined });
  const { upQueries } = await builder.log();
  return upQueries.map(({ query }) => query);
}
