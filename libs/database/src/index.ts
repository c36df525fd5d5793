export { BaseEntity } from './base.entity.js';
export { type ColumnOptions, type Columns, columnsFor, foreignKey, index } from './columns.js';
export { createDatabase } from './create-database.js';
export { type DatabaseConfig, databaseConfig } from './database.config.js';
export { ReadOnlyCallError, StaleTransactionError, TransactionAbortedError } from './database.errors.js';
export { DatabaseModule } from './database.module.js';
export {
  Database,
  type DatabaseEngine,
  type DatabaseHealth,
  type DatabaseStats,
  type SqlValue,
} from './database.port.js';
export { Dialect } from './dialect.port.js';
export type { EngineDatabase, EngineOptions } from './engine-database.js';
export { type EntityClass, registeredEntities } from './entity-registry.js';
export { type Lease, Leases } from './leases.service.js';
export type { Migration } from './migration.js';
export { Migrations } from './migrations.service.js';
export { uuidv7 } from './uuid.js';
