import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#lib/access';
import { InjectConfig } from '#lib/config';
import { MalformedRequestError } from '#lib/errors';
import { IdempotencyKeys, keyScopeOf } from '#lib/idempotency';
import { fileView, type FileView } from './file.dto.js';
import { FileLinks } from './file-links.js';
import type { UploadPurpose } from './file-purpose.js';
import { type FilesConfig, filesConfig } from './files.config.js';
import { FilesService, type SpooledUpload } from './files.service.js';
import { hashOf } from './image-processor.js';
import { readUpload } from './upload-request.js';
import { UploadSpool } from './upload-spool.js';

/** A request for an upload, from whom and for what; `purpose` is that of the query. */
export interface UploadRequest {
  request: FastifyRequest;
  reply: FastifyReply;
  actor: Actor;
  purpose: UploadPurpose | undefined;
}

/** Takes an upload from the wire to the file: spooled first, so that a slow client holds nothing but a temporary file. */
@Injectable()
export class UploadReceiver {
  constructor(
    private readonly files: FilesService,
    private readonly links: FileLinks,
    private readonly spool: UploadSpool,
    private readonly keys: IdempotencyKeys,
    @InjectConfig(filesConfig) private readonly config: FilesConfig,
  ) {}

  receive(upload: UploadRequest): Promise<FileView> {
    return this.spool.within(async (newPath) => {
      const { request, reply, actor, purpose } = upload;
      const context = { purpose, config: this.config, spool: this.spool };
      const spooled = await readUpload(request, newPath(), context);
      const scope = keyScopeOf(request, actor.userId);
      if (scope !== null) return this.receiveOnce(upload, spooled, scope);
      return fileView(await this.files.upload(actor, spooled, { signal: signalOf(reply) }), this.links);
    });
  }

  /**
   * `@Idempotent()` knows bodies that are parsed; here the fingerprint is made of the spooled bytes. The answer is stored in the transaction
   * that makes the file visible, so that no crash lets a repetition make a second one.
   */
  private async receiveOnce(
    { reply, actor }: UploadRequest,
    spooled: SpooledUpload,
    scope: string,
  ): Promise<FileView> {
    const { purpose, declaredType, originalName, path } = spooled;
    const fingerprint = sha256([purpose, declaredType, originalName, await hashOf(path)]);
    const claim = await this.keys.claim(scope, fingerprint);
    if ('status' in claim) {
      void reply.status(claim.status).header('Idempotency-Replayed', 'true');
      return JSON.parse(claim.body ?? 'null') as FileView;
    }
    try {
      const file = await this.keys.whileAlive(claim, () =>
        this.files.upload(actor, spooled, {
          signal: signalOf(reply),
          settle: (made) =>
            this.keys.store(claim, {
              status: 201,
              headers: {},
              body: JSON.stringify(fileView(made, this.links)),
            }),
        }),
      );
      return fileView(file, this.links);
    } catch (error) {
      await this.keys.free(claim);
      throw error;
    }
  }
}

/** Aborted when the client leaves before its answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new MalformedRequestError());
  });
  return controller.signal;
}

function sha256(parts: readonly (string | null | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
