import { ChanceryError } from '../errors.js';
import type { ReadItem, ReadSettings, Source } from './read-item.js';

/** The document of a PDF. */
export async function readPdf(source: Source, _settings: ReadSettings): Promise<ReadItem> {
  throw new ChanceryError('bad_input', `PDF is not read yet: ${source.from}`);
}
