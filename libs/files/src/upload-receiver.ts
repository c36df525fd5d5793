import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#lib/access';
import { InjectConfig } from '#lib/config';
import type { UploadPurpose } from './file-purpose.js';
import type { FileRecord } from './file-record.js';
import { type FilesConfig, filesConfig } from './files.config.js';
import { FilesService } from './files.service.js';
import { readUpload } from './upload-request.js';
import { UploadSpool } from './upload-spool.js';

/** Takes an upload from the wire to the file: spooled first, so that a slow client holds nothing but a temporary file. */
@Injectable()
export class UploadReceiver {
  constructor(
    private readonly files: FilesService,
    private readonly spool: UploadSpool,
    @InjectConfig(filesConfig) private readonly config: FilesConfig,
  ) {}

  receive(
    request: FastifyRequest,
    reply: FastifyReply,
    { actor, purpose }: { actor: Actor; purpose: UploadPurpose | undefined },
  ): Promise<FileRecord> {
    return this.spool.within(async (newPath) => {
      const context = { purpose, config: this.config, spool: this.spool };
      const upload = await readUpload(request, newPath(), context);
      return this.files.upload(actor, upload, signalOf(reply));
    });
  }
}

/** Aborted when the client leaves before its answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
