import { Inject } from '@nestjs/common';
import type { z } from 'zod';

/** What every lib may know about the start besides its own variables. */
export interface ConfigContext {
  isProduction: boolean;
}

/** One lib's configuration: a zod object whose keys are environment variables, and what is made of them. */
export interface ConfigDefinition<Value = unknown> {
  readonly name: string;
  readonly token: symbol;
  readonly schema: z.ZodObject;
  readonly secrets: readonly string[];
  derive(values: Record<string, unknown>, context: ConfigContext): Value;
}

/** The typed value of a definition: `type DatabaseConfig = ConfigValue<typeof databaseConfig>`. */
export type ConfigValue<D> = D extends ConfigDefinition<infer Value> ? Value : never;

/** Thrown by `derive` for what one field alone cannot show, naming the variable to mend. */
export class ConfigProblem extends Error {
  constructor(
    readonly variable: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Declares a lib's configuration. Every key needs `.describe()` (it becomes `.env.example`); keys listed in `secrets` are masked
 * wherever configuration is shown and also read from `<KEY>_FILE` (R14).
 */
export function defineConfig<Shape extends z.ZodRawShape, Value>(options: {
  name: string;
  schema: z.ZodObject<Shape>;
  secrets?: readonly (keyof Shape & string)[];
  derive: (values: z.output<z.ZodObject<Shape>>, context: ConfigContext) => Value;
}): ConfigDefinition<Value> {
  return {
    name: options.name,
    token: Symbol(`config:${options.name}`),
    schema: options.schema as unknown as z.ZodObject,
    secrets: options.secrets ?? [],
    derive: (values, context) => options.derive(values as z.output<z.ZodObject<Shape>>, context),
  };
}

/** Injects the parsed configuration of a lib into a constructor. */
export function InjectConfig(definition: ConfigDefinition): ParameterDecorator & PropertyDecorator {
  return Inject(definition.token);
}
