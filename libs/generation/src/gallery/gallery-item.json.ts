import type { FileLinks } from '#lib/files';
import type { GalleryItemView, GalleryPageView } from './gallery.dto.js';
import type { GalleryItemRow } from './gallery.repository.js';

/** JSON that holds a `T`, ready to be sent. */
export type JsonText<T> = string & { readonly holds?: T };

/**
 * What `JSON.stringify(galleryItemView(row, links))` gives. Tags and provenance are JSON in the row already and go through as they are, which
 * takes a third off the work of a list. Ids, addresses and hashes are made by us and hold nothing to escape.
 */
export function galleryItemJson(row: GalleryItemRow, links: FileLinks): JsonText<GalleryItemView> {
  const { id, file_id: fileId } = row;
  return `{"id":"${id}","fileId":"${fileId}","type":"${row.type}","title":${textOf(row.title)},"tags":${row.tags},"favourite":${
    row.favourite ? 'true' : 'false'
  },"prompt":${textOf(row.prompt)},"model":${textOf(row.model)},"width":${row.width},"height":${row.height},"url":"${links.contentUrl(
    fileId,
  )}","thumbUrl":"${links.contentUrl(fileId, 'thumb')}","thumbhash":${textOf(row.thumbhash)},"generationId":"${row.generation_id}"${
    row.parent_id === null ? '' : `,"parentId":"${row.parent_id}"`
  },"provenance":${row.provenance},"createdAt":"${new Date(row.created_at).toISOString()}"}`;
}

/** A page of the gallery from its rows and the rest of the answer. */
export function galleryPageJson(
  rows: readonly GalleryItemRow[],
  links: FileLinks,
  rest: Omit<GalleryPageView, 'items'>,
): JsonText<GalleryPageView> {
  const items = rows.map((row) => galleryItemJson(row, links)).join(',');
  return `{"items":[${items}],${JSON.stringify(rest).slice(1)}`;
}

function textOf(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}
