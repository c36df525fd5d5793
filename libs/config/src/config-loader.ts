import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { ConfigContext, ConfigDefinition } from './config-definition.js';
import { ConfigProblem } from './config-definition.js';
import { Configuration } from './configuration.js';

/** Environment variables by name, as the process or a test gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable that is missing or wrong. */
export interface ConfigIssue {
  variable: string;
  message: string;
}

/** Thrown when the start must not go on: lists every bad variable at once, by name, without its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly issues: readonly ConfigIssue[]) {
    super(
      [
        'The configuration is not valid:',
        ...issues.map(({ variable, message }) => `  ${variable}: ${message}`),
      ].join('\n'),
    );
  }
}

/** The variables of the process, over those of `.env` in the current folder when that file is there. */
export function readEnvironment(file = '.env'): Environment {
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

/**
 * Parses all definitions against `environment`. Empty values count as unset.
 * @throws ConfigError with every problem of every lib
 */
export function loadConfig(
  definitions: readonly ConfigDefinition[],
  environment: Environment,
): Configuration {
  const issues: ConfigIssue[] = [];
  const context: ConfigContext = { isProduction: environment.NODE_ENV === 'production' };
  const values = new Map<ConfigDefinition, unknown>();
  for (const definition of definitions) {
    const parsed = definition.schema.safeParse(variablesOf(definition, environment, issues));
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        issues.push({ variable: String(issue.path[0] ?? definition.name), message: issue.message });
      }
      continue;
    }
    try {
      values.set(definition, definition.derive(parsed.data, context));
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      issues.push({ variable: error.variable, message: error.message });
    }
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return new Configuration(values);
}

function variablesOf(definition: ConfigDefinition, environment: Environment, issues: ConfigIssue[]): object {
  const variables: Record<string, string> = {};
  for (const key of Object.keys(definition.schema.shape)) {
    const value = environment[key];
    if (value !== undefined && value !== '') variables[key] = value;
  }
  for (const key of definition.secrets) {
    const file = environment[`${key}_FILE`];
    if (!file) continue;
    if (variables[key] !== undefined) {
      issues.push({ variable: `${key}_FILE`, message: `give either ${key} or ${key}_FILE, not both` });
      continue;
    }
    try {
      variables[key] = readFileSync(file, 'utf8').trimEnd();
    } catch (error) {
      issues.push({
        variable: `${key}_FILE`,
        message: `cannot be read (${(error as NodeJS.ErrnoException).code})`,
      });
    }
  }
  return variables;
}
