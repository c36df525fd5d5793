import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiCreatedResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, CurrentActor, OptionalActor, Public, SignedIn } from '#lib/access';
import { type IdParams, idParams } from '#lib/http';
import { ApiIdempotencyKey } from '#lib/idempotency';
import { ContentResponder } from './content-responder.js';
import {
  type ContentQuery,
  contentQuery,
  fileSchema,
  type FileView,
  fileView,
  uploadBody,
  type UploadQuery,
  uploadQuery,
} from './file.dto.js';
import { FileLinks } from './file-links.js';
import { FilesService } from './files.service.js';
import { UploadReceiver } from './upload-receiver.js';

/** Files of the caller (CONTRACT, Files). */
@ApiTags('files')
@Controller('files')
export class FileController {
  constructor(
    private readonly files: FilesService,
    private readonly links: FileLinks,
    private readonly uploads: UploadReceiver,
    private readonly contents: ContentResponder,
  ) {}

  @Post()
  @SignedIn()
  @ApiOperation({
    summary: 'Uploads a picture (for chats a PDF too); pictures are made anew without their metadata',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadBody })
  @ApiCreatedResponse({ standardSchema: fileSchema })
  @ApiIdempotencyKey()
  upload(
    @CurrentActor() actor: Actor,
    @Query({ schema: uploadQuery }) { purpose }: UploadQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileView> {
    return this.uploads.receive({ request, reply, actor, purpose });
  }

  @Get(':id')
  @SignedIn()
  @ApiOperation({ summary: 'One file of the caller' })
  @ApiOkResponse({ standardSchema: fileSchema })
  async get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: IdParams): Promise<FileView> {
    return fileView(await this.files.getOwn(actor, id), this.links);
  }

  @Get(':id/content')
  @Public({ readsActor: true })
  @ApiOperation({
    summary: 'The bytes: by a signed link, or with the bearer token of the owner; ranges and ETag',
  })
  @ApiResponse({ status: 200, description: 'All of it', content: { 'image/*': {}, 'application/pdf': {} } })
  @ApiResponse({ status: 206, description: 'The part that `Range` asked for' })
  @ApiResponse({ status: 304, description: 'What the client has is still right' })
  async content(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: contentQuery }) query: ContentQuery,
    @OptionalActor() actor: Actor | null,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.contents.send({ id, query, actor }, request, reply);
  }

  @Delete(':id')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a file of the caller; its links end' })
  async remove(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: IdParams): Promise<void> {
    await this.files.remove(actor, id);
  }
}
