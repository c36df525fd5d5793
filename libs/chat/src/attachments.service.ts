import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { ValidationError } from '#lib/errors';
import { FileLinks, type FileRecord, FilesService } from '#lib/files';
import { type Attachment, attachmentIdsOf } from './message.dto.js';
import type { MessageRecord } from './message.repository.js';

const none: ReadonlyMap<string, Attachment> = new Map();

/** The files that messages carry. A file that its owner removed is gone from every message. */
@Injectable()
export class Attachments {
  constructor(
    private readonly files: FilesService,
    private readonly links: FileLinks,
  ) {}

  /** @throws ValidationError when one is not the actor's own file for chats; which of the two is not told */
  async requireOwn(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, Attachment>> {
    if (ids.length === 0) return none;
    const found = new Map((await this.files.findMany(ids)).map((file) => [file.id, file]));
    const wrong = ids.findIndex((id, place) => {
      const file = found.get(id);
      return file?.ownerId !== actor.userId || file.purpose !== 'chat' || ids.indexOf(id) !== place;
    });
    if (wrong === -1) return this.viewsOf(found.values());
    const issue = {
      path: `attachmentIds.${wrong}`,
      code: 'not_attachable',
      message: 'Not an own file for chats',
    };
    throw new ValidationError({ issues: [issue] });
  }

  /** The files of the messages by id, by one statement, or by none where there are none. */
  async of(messages: Iterable<MessageRecord>): Promise<ReadonlyMap<string, Attachment>> {
    const ids = new Set<string>();
    for (const message of messages) {
      if (message.attachmentIds !== null) for (const id of attachmentIdsOf(message)) ids.add(id);
    }
    return ids.size === 0 ? none : this.viewsOf(await this.files.findMany([...ids]));
  }

  private viewsOf(files: Iterable<FileRecord>): ReadonlyMap<string, Attachment> {
    const views = new Map<string, Attachment>();
    for (const file of files) views.set(file.id, this.viewOf(file));
    return views;
  }

  private viewOf(file: FileRecord): Attachment {
    const { id, contentType, size, width, height, thumbhash } = file;
    const variants: Attachment['variants'] = {};
    if (file.variants.thumb) variants.thumb = this.links.contentUrl(id, 'thumb');
    if (file.variants.medium) variants.medium = this.links.contentUrl(id, 'medium');
    const url = this.links.contentUrl(id);
    return { id, name: file.originalName, contentType, size, width, height, thumbhash, url, variants };
  }
}
