import type { Document } from '../records/document.js';
import type { Coder as CoderVersion, Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import type { Span } from '../records/span.js';
import { codeDocument } from './code-document.js';
import { type Codebook, openCodebook } from './codebook.js';
import { fillTargets } from './fill-targets.js';
import { headLabels } from './head-labels.js';
import { mergeTellings } from './merge-tellings.js';
import { datelineOf } from './place/dateline-of.js';
import { openGazetteer } from './place/gazetteer.js';
import { inheritPlaces } from './place/inherit-place.js';
import { everybodysCountries } from './place/place-of-act.js';
import type { MarkedRun } from './type-pair.js';

/** Says who a phrase means in one document. */
export interface PartyResolver {
  readonly party: (span: Span) => Party;
}

export interface CoderParts {
  /** Label lists of `model.json`. */
  readonly modelLabels: Readonly<Record<string, unknown>>;
  readonly parse: (doc: Document) => Promise<readonly Sentence[]>;
  readonly resolver: (doc: Document, sentences: readonly Sentence[]) => PartyResolver;
  readonly version: CoderVersion;
  /** The encoder's marked pass. */
  readonly marked?: MarkedRun;
  /** Codebook to use in place of the shipped one. */
  readonly codebookFolder?: string;
}

export interface CodeOptions {
  /** Least confidence of an event, 0..1. */
  readonly minConfidence: number;
}

/** What was read from one document. */
export interface CodedText {
  readonly events: readonly Event[];
  readonly sentences: readonly Sentence[];
  /** Who a phrase of the document means. */
  readonly party: (span: Span) => Party;
}

export interface DocumentCoder {
  /** The events of a document in reading order, each span checked against the text, with its sentences. */
  readonly read: (doc: Document, options: CodeOptions) => Promise<CodedText>;
  readonly codebook: Codebook;
  readonly version: CoderVersion;
}

/** A coder from its parts; throws `bad_data` when the model has no event heads or the codebook is wrong. */
export function makeCoder(parts: CoderParts): DocumentCoder {
  const labels = headLabels(parts.modelLabels);
  const codebook = openCodebook(parts.codebookFolder);
  const gazetteer = openGazetteer();
  const isState = (country: string): boolean => gazetteer.country(country) !== null;
  const { version } = parts;
  return {
    codebook,
    version,
    read: async (doc, { minConfidence }) => {
      const sentences = await parts.parse(doc);
      const actors = parts.resolver(doc, sentences);
      const marked = parts.marked ? { marked: parts.marked } : {};
      const everybody = everybodysCountries(doc, sentences, actors);
      const dateline = datelineOf(gazetteer, doc, actors, everybody);
      const captions = (doc.asides ?? []).flatMap(({ kind, span }) => (kind === 'caption' ? [span] : []));
      const told = await codeDocument(doc, sentences, actors, {
        labels,
        codebook,
        gazetteer,
        dateline,
        everybody,
        version,
        ...marked,
      });
      const events = mergeTellings(
        inheritPlaces(fillTargets(told, sentences, minConfidence), { text: doc.text, dateline, isState }),
        captions,
      ).filter((event) => event.confidence >= minConfidence);
      return { events, sentences, party: (span) => actors.party(span) };
    },
  };
}
