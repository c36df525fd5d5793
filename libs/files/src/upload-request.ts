import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError, MalformedRequestError, UnsupportedMediaTypeError, ValidationError } from '#lib/errors';
import { sizeLimitOf, type UploadPurpose, uploadPurposes } from './file-purpose.js';
import type { FilesConfig } from './files.config.js';
import { FilePurposeRequiredError } from './files.errors.js';
import type { SpooledUpload } from './files.service.js';
import { tooLarge, type UploadSpool } from './upload-spool.js';

/** Boundaries, part headers and small fields beside the file. */
const OVERHEAD_BYTES = 64 * 1024;
/** A refused body is read on for so long, so that the client gets to see its answer and the connection stays usable. */
const DRAINED_BYTES = 64 * 1024 * 1024;

/** What the request says before its body is read. */
export interface UploadContext {
  purpose: UploadPurpose | undefined;
  config: FilesConfig;
  spool: UploadSpool;
}

/**
 * Reads a multipart upload piece by piece into `path`: one part `file`, and before it a field `purpose` unless the query has it.
 * @throws FilePurposeRequiredError, FileTooLargeError, ValidationError, UnsupportedMediaTypeError, MalformedRequestError
 */
export async function readUpload(
  request: FastifyRequest,
  path: string,
  context: UploadContext,
): Promise<SpooledUpload> {
  try {
    if (!request.isMultipart()) throw new UnsupportedMediaTypeError();
    refuseEarly(request, context);
    return await readParts(request, path, context);
  } catch (error) {
    drain(request);
    throw requestErrorOf(error);
  }
}

/** What is too large by its own account is not read at all. */
function refuseEarly(request: FastifyRequest, { purpose, config }: UploadContext): void {
  const limit = purpose ? sizeLimitOf(purpose, config) : config.maxBytes;
  if (Number(request.headers['content-length'] ?? 0) > limit + OVERHEAD_BYTES) throw tooLarge(limit);
}

async function readParts(
  request: FastifyRequest,
  path: string,
  { purpose, config, spool }: UploadContext,
): Promise<SpooledUpload> {
  let upload: SpooledUpload | null = null;
  let saidPurpose = purpose;
  const parts = request.parts({
    throwFileSizeLimit: false,
    // The spool refuses one byte earlier, with the limit of the purpose.
    limits: {
      fileSize: config.maxBytes + 1,
      files: 2,
      fields: 4,
      fieldSize: 100,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  } as Parameters<FastifyRequest['parts']>[0]);
  for await (const part of parts) {
    if (part.type === 'field') {
      saidPurpose = purposeOf(part, saidPurpose);
      continue;
    }
    if (part.fieldname !== 'file' || upload)
      throw invalidField(part.fieldname, 'One part named `file` is expected');
    if (!saidPurpose) throw new FilePurposeRequiredError();
    upload = await receive(part, { purpose: saidPurpose, path, spool, config });
  }
  if (!upload)
    throw saidPurpose ? invalidField('file', 'The part `file` is missing') : new FilePurposeRequiredError();
  return upload;
}

async function receive(
  part: MultipartFile,
  {
    purpose,
    path,
    spool,
    config,
  }: { purpose: UploadPurpose; path: string; spool: UploadSpool; config: FilesConfig },
): Promise<SpooledUpload> {
  await spool.receive(part.file, path, sizeLimitOf(purpose, config));
  return { purpose, path, declaredType: part.mimetype || null, originalName: part.filename };
}

function purposeOf(
  part: Exclude<Multipart, MultipartFile>,
  saidBefore: UploadPurpose | undefined,
): UploadPurpose {
  if (part.fieldname !== 'purpose') throw invalidField(part.fieldname, 'Unknown field');
  const purpose = uploadPurposes.find((known) => known === part.value);
  if (!purpose) throw invalidField('purpose', `One of ${uploadPurposes.join(', ')}`);
  if (saidBefore && saidBefore !== purpose) throw invalidField('purpose', 'The query says something else');
  return purpose;
}

function invalidField(path: string, message: string): Error {
  return new ValidationError({ issues: [{ path: path.slice(0, 100), code: 'invalid', message }] });
}

/** Reads and forgets what is still coming, up to a bound; then the connection goes. */
function drain({ raw }: FastifyRequest): void {
  raw.unpipe();
  let left = DRAINED_BYTES;
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) raw.destroy();
  });
  raw.resume();
}

/** Errors of the multipart parser are the client's: a body that is none, that ended early, or that has too many parts. */
function requestErrorOf(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code } = error as { code?: string };
  if (code?.startsWith('FST_') && code.endsWith('_LIMIT')) return invalidField('', 'Too many parts');
  return new MalformedRequestError({ cause: error });
}
