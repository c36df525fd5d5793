import type { ConfigDefinition } from './config-definition.js';

/** What the environment said, parsed and checked: the value of each lib's definition. */
export class Configuration {
  constructor(private readonly values: ReadonlyMap<ConfigDefinition, unknown>) {}

  /** @throws Error when the definition was not among those that were loaded */
  get<Value>(definition: ConfigDefinition<Value>): Value {
    if (!this.values.has(definition))
      throw new Error(`The configuration of ${definition.name} was not loaded.`);
    return this.values.get(definition) as Value;
  }

  /** The values as providers of Nest, each under its definition's token. */
  providers(): { provide: symbol; useValue: unknown }[] {
    return [...this.values].map(([definition, value]) => ({ provide: definition.token, useValue: value }));
  }
}
