import type { Claim } from '../../records/claim.js';
import type { FieldReason } from '../../records/event.js';
import type { Party } from '../../records/party.js';
import { type Span, spanOf } from '../../records/span.js';
import type { PartyResolver } from '../coder.js';
import type { Draft } from '../draft-event.js';
import { nounPhraseSpan } from '../party/noun-phrase.js';
import { pathToRoot, type SentenceTree } from '../sentence-tree.js';
import { type Attribution, findAttribution } from './find-attribution.js';

/** Who spoke last in the document, for quotations that run on without a new attribution. */
export interface SpeakerMemory {
  last: { readonly party: Party | null; readonly words: readonly Span[]; readonly end: number } | null;
}

/** Distance in characters over which a quotation may run on without a new attribution. */
const runsOnFor = 600;

interface Found {
  readonly claim: Claim;
  readonly reasons: readonly FieldReason[];
}

/** On whose word an event is told: the syntax of its sentence, the act that it is the content of, the quotation around it, else the document itself. */
export function claimOf(
  text: string,
  quotations: readonly Span[],
  draft: Draft,
  siblings: readonly Draft[],
  actors: PartyResolver,
  memory: SpeakerMemory,
): Found {
  const { tree, predicate } = draft;
  const token = tree.tokens[predicate.word];
  const quotation =
    quotations.find((each) => token !== undefined && each.start <= token.start && token.end <= each.end) ?? null;
  const own = findAttribution(tree, predicate.word) ?? accusationOf(draft, siblings) ?? modelSpeaker(draft);
  if (own) {
    const by = own.speaker === null ? null : actors.party(nounPhraseSpan(text, tree, own.speaker));
    const words = own.words.map((word) => wordSpan(text, tree, word));
    memory.last = { party: by, words, end: tree.sentence.span.end };
    const how = quotation ? 'quoted' : 'reported';
    return found(
      { how, by, words, quotation },
      `${how} by ${by?.span.text ?? 'an unnamed source'}, "${words.map((word) => word.text).join(' ')}"`,
    );
  }
  const attribution = sentenceAttribution(tree);
  if (quotation) {
    const last = attribution
      ? {
          party: attribution.speaker === null ? null : actors.party(nounPhraseSpan(text, tree, attribution.speaker)),
          words: attribution.words.map((word) => wordSpan(text, tree, word)),
        }
      : memory.last && quotation.start - memory.last.end < runsOnFor
        ? memory.last
        : null;
    if (last) {
      memory.last = { ...last, end: tree.sentence.span.end };
      return found(
        { how: 'quoted', by: last.party, words: last.words, quotation },
        `in a quotation of ${last.party?.span.text ?? 'an unnamed source'}`,
      );
    }
    return found({ how: 'quoted', by: null, words: [], quotation }, 'in a quotation without a named speaker');
  }
  return found({ how: 'stated', by: null, words: [], quotation: null }, "in the document's own voice");
}

function found(claim: Claim, note: string): Found {
  return { claim, reasons: [{ field: 'claim', by: 'syntax', score: null, note }] };
}

function wordSpan(text: string, tree: SentenceTree, word: number): Span {
  const token = tree.tokens[word];
  return spanOf(text, token?.start ?? 0, token?.end ?? 0);
}

const contentOf = new Set(['alleged', 'denied']);

/** The accusation or denial of which the event is the content: its trigger attributes, its source speaks. */
function accusationOf(draft: Draft, siblings: readonly Draft[]): Attribution | null {
  if (!contentOf.has(draft.status)) return null;
  const above = pathToRoot(draft.tree, draft.predicate.word);
  const act = siblings.find((sibling) => sibling !== draft && above.includes(sibling.predicate.word));
  return act ? { words: [...act.predicate.words], speaker: act.arguments.source[0]?.word ?? null } : null;
}

function modelSpeaker(draft: Draft): Attribution | null {
  const speaker = draft.arguments.speaker[0];
  if (!speaker || (draft.claimScores[0] ?? 1) > 0.4) return null;
  const verb = draft.tree.tokens[speaker.word]?.head ?? -1;
  return { words: verb >= 0 && verb !== draft.predicate.word ? [verb] : [], speaker: speaker.word };
}

/** The attribution of a sentence as a whole, from its root. */
function sentenceAttribution(tree: SentenceTree): Attribution | null {
  const root = tree.tokens.findIndex((token) => token.head < 0);
  return root < 0 ? null : findAttribution(tree, root);
}
