import { z } from 'zod';
import { type AppError, type ErrorLanguage, type FieldIssue } from '#lib/errors';

/** The body of every error answer (RFC 9457, `application/problem+json`). `code` is stable, `detail` is for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  requestId: string;
  errors?: readonly FieldIssue[];
  [param: string]: unknown;
}

/** The same as a schema, for the OpenAPI document. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'Error answer (RFC 9457)' });

/** What a client sees of `error`. Params of the error become members of the problem. */
export function toProblem(
  error: AppError,
  context: { instance: string; requestId: string; language: ErrorLanguage },
): Problem {
  return {
    ...error.params,
    type: `urn:kvartal:error:${error.code}`,
    title: error.definition.text.en,
    status: error.status,
    detail: error.textIn(context.language),
    instance: context.instance,
    code: error.code,
    requestId: context.requestId,
    ...(error.issues ? { errors: error.issues } : {}),
  };
}
