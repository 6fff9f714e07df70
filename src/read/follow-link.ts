import type { Host } from './polite-host.js';
import { readBytes } from './read-bytes.js';
import type { ReadItem, ReadSettings } from './read-item.js';

/** A feed with less text than this is followed to its page. */
const fullText = 600;

/** The item with the text of the page it links to, where the feed gives only a summary and the page gives more. */
export async function followLink(
  item: Extract<ReadItem, { kind: 'document' }>,
  settings: ReadSettings,
  host: Host,
): Promise<Extract<ReadItem, { kind: 'document' }>> {
  const { doc, from } = item;
  if (doc.text.length >= fullText || doc.uri === null || !/^https?:/.test(doc.uri)) return item;
  try {
    const { url, bytes, charset, mediaType, retrieved } = await host(doc.uri);
    for await (const found of readBytes({ from, address: url, bytes, charset, mediaType, retrieved }, settings)) {
      if (found.kind !== 'document' || found.doc.text.length <= doc.text.length) break;
      const { uri, id, publisher, title, published, publishedFrom } = doc;
      const kept = published === null ? {} : { published, publishedFrom };
      return {
        ...found,
        from,
        doc: {
          ...found.doc,
          ...kept,
          id,
          uri,
          publisher: publisher ?? found.doc.publisher,
          title: title ?? found.doc.title,
        },
      };
    }
    return item;
  } catch (error) {
    const notice = `the linked page could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return { ...item, doc: { ...doc, notices: [...(doc.notices ?? []), notice] } };
  }
}
