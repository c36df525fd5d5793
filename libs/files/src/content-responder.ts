import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#lib/access';
import { InjectConfig } from '#lib/config';
import { answerTo } from './content-request.js';
import { type FileContent, FileContents } from './file-content.service.js';
import type { ContentQuery } from './file.dto.js';
import { type FilesConfig, filesConfig } from './files.config.js';
import { FileRangeError } from './files.errors.js';

/** Sends the bytes of files as HTTP has it: conditions, ranges, caching, and headers that keep a hostile file harmless (Q4). */
@Injectable()
export class ContentResponder {
  private readonly cacheControl: string;

  constructor(
    private readonly contents: FileContents,
    @InjectConfig(filesConfig) config: FilesConfig,
  ) {
    // No longer than a link lives: what was removed should not stay in caches for much longer than that.
    this.cacheControl = `private, max-age=${config.linkTtlMs / 1000}, immutable`;
  }

  /** @throws the errors of `FileContents`, FileRangeError */
  async send(
    { id, query, actor }: { id: string; query: ContentQuery; actor: Actor | null },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    // Who gets the bytes with a token must not leave them in the cache for the next one on the same device.
    reply.header('vary', [reply.getHeader('vary') ?? [], 'Authorization'].flat().join(', '));
    const { variant, exp, sig } = query;
    const link = exp === undefined || sig === undefined ? null : { exp, sig };
    const content = await this.contents.get({ id, variant, link, actor });
    const answer = answerTo(
      {
        ifNoneMatch: request.headers['if-none-match'],
        ifRange: request.headers['if-range']?.toString(),
        range: request.headers.range,
      },
      content,
    );
    switch (answer.kind) {
      case 'not_modified':
        return void reply.status(304).headers(this.headersOf(content)).send();
      case 'unsatisfiable':
        throw new FileRangeError({
          params: { size: content.size },
          headers: { 'Content-Range': `bytes */${content.size}` },
        });
      case 'part': {
        const { start, end } = answer;
        const { stream } = await this.contents.open(content, { start, end });
        return void reply
          .status(206)
          .headers({
            ...this.headersOf(content),
            'content-length': end - start + 1,
            'content-range': `bytes ${start}-${end}/${content.size}`,
          })
          .send(stream);
      }
      case 'whole': {
        const { stream } = await this.contents.open(content);
        return void reply
          .headers({ ...this.headersOf(content), 'content-length': content.size })
          .send(stream);
      }
    }
  }

  private headersOf({ contentType, etag, disposition }: FileContent): Record<string, string> {
    return {
      'content-type': contentType,
      'content-disposition': disposition,
      etag,
      'accept-ranges': 'bytes',
      'cache-control': this.cacheControl,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    };
  }
}
