import type { ConfigDefinition } from './config-definition.js';
import type { Environment } from './config-loader.js';

/** One variable as an operator may see it: its text, or `***` where it is a secret; null when it is not set. */
export interface ConfigDumpEntry {
  variable: string;
  value: string | null;
}

/** What is set, by variable, with every secret masked. For `kvartal doctor` and logs. */
export function dumpConfig(
  definitions: readonly ConfigDefinition[],
  environment: Environment,
): ConfigDumpEntry[] {
  return definitions.flatMap((definition) =>
    Object.keys(definition.schema.shape).map((variable) => {
      const value = environment[variable] || null;
      const isSecret = definition.secrets.includes(variable);
      return { variable, value: value !== null && isSecret ? '***' : value && withoutPassword(value) };
    }),
  );
}

function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^:/?#]*:)[^@/?#]*@/, '$1***@');
}
