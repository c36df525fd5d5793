import type { ConfigDefinition } from './config-definition.js';
import type { Environment } from './config-loader.js';

const MASK = '***';

/** One variable as an operator may see it: its text, `***` where it is a secret, or the file that has it; null when it is not set. */
export interface ConfigDumpEntry {
  variable: string;
  value: string | null;
}

/** What is set, by variable, with every secret masked. For `kvartal doctor` and logs. */
export function dumpConfig(
  definitions: readonly ConfigDefinition[],
  environment: Environment,
): ConfigDumpEntry[] {
  return definitions.flatMap(({ schema, secrets }) =>
    Object.keys(schema.shape).map((variable) => {
      const isSecret = secrets.includes(variable);
      return { variable, value: isSecret ? secretOf(variable, environment) : plainOf(variable, environment) };
    }),
  );
}

function secretOf(variable: string, environment: Environment): string | null {
  if (environment[variable]) return MASK;
  const file = environment[`${variable}_FILE`];
  return file ? `${MASK} (from ${file})` : null;
}

function plainOf(variable: string, environment: Environment): string | null {
  const value = environment[variable];
  return value ? withoutPassword(value) : null;
}

function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^:/?#]*:)[^@/?#]*@/, '$1***@');
}
