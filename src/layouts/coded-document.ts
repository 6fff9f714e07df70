import type { Document } from '../records/document.js';
import type { Event } from '../records/event.js';

/** What a layout needs of a document beside its events. */
export type DocumentReference = Pick<Document, 'id' | 'uri' | 'published' | 'publisher' | 'title' | 'language'>;

export interface CodedDocument {
  readonly doc: DocumentReference & { readonly text: string | null };
  readonly events: readonly Event[];
}

/** The document as an event line carries it. */
export function referenceOf({
  id,
  uri,
  published,
  publisher,
  title,
}: DocumentReference): Omit<DocumentReference, 'language'> {
  return { id, uri, published, publisher, title };
}
