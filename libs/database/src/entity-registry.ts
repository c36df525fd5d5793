/** A class decorated with `@Entity`. */
export type EntityClass = abstract new (...args: never[]) => object;

const entities = new Set<EntityClass>();

/** Adds entities to those every data source of this process knows; twice is fine. Modules use `DatabaseModule.forFeature`. */
export function registerEntities(classes: readonly EntityClass[]): void {
  for (const entity of classes) entities.add(entity);
}

/** All entities registered so far. Complete once every module file has been imported. */
export function registeredEntities(): readonly EntityClass[] {
  return [...entities];
}
