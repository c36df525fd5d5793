import type { z } from 'zod';
import type { ConfigDefinition } from '#lib/config';

/** The text of `.env.example`: every variable of every lib with its description and default, all commented out. */
export function environmentExample(definitions: readonly ConfigDefinition[]): string {
  const parts = definitions.map(({ name, schema, secrets }) => {
    const variables = Object.entries(schema.shape).map(([key, field]) => {
      const { description } = field as z.ZodType;
      if (!description) throw new Error(`${key} has no description`);
      const fileHint = secrets.includes(key) ? ` (secret; or ${key}_FILE)` : '';
      return `# ${description}${fileHint}\n#${key}=${defaultOf(field as z.ZodType)}`;
    });
    return [`## ${name}`, ...variables].join('\n');
  });
  return `# Everything here is optional: without any of it Kvartal runs on SQLite and a folder.\n# Made by npm run generate from the schemas of the libs.\n\n${parts.join('\n\n')}\n`;
}

function defaultOf(field: z.ZodType): string {
  const result = field.safeParse(undefined);
  const value = result.success ? result.data : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : '';
}
