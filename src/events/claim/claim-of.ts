import type { Claim } from '../../records/claim.js';
import type { FieldReason } from '../../records/event.js';
import type { Party } from '../../records/party.js';
import { type Span, spanOf } from '../../records/span.js';
import type { PartyResolver } from '../coder.js';
import type { Draft } from '../draft-event.js';
import { nounPhraseSpan } from '../party/noun-phrase.js';
import { pathToRoot, type SentenceTree } from '../sentence-tree.js';
import { type Attribution, findAttribution } from './find-attribution.js';
import { quotationsOf } from './quotations.js';

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
  const spoken = quotedAct(text, draft, siblings);
  const speaker = draft.arguments.source[0];
  if (spoken && speaker) {
    const by = actors.party(nounPhraseSpan(text, tree, speaker.word));
    return found(
      { how: 'quoted', by, words: [wordSpan(text, tree, predicate.word)], quotation: spoken },
      `in words of ${by?.span.text ?? 'an unnamed source'} that are quoted`,
    );
  }
  return found({ how: 'stated', by: null, words: [], quotation: null }, "in the document's own voice");
}

/** Acts that are done by saying something. */
const speech = new Set(['ACCUSE', 'AGREE', 'REJECT', 'REQUEST', 'SUPPORT', 'THREATEN']);

/** The words in quotation marks by which an act of speech was done: `called it "a free choice"`, `voiced "serious concern"`. */
function quotedAct(text: string, { tree, predicate, type }: Draft, siblings: readonly Draft[]): Span | null {
  if (!speech.has(type)) return null;
  const { span } = tree.sentence;
  const others = new Set(siblings.map((sibling) => sibling.predicate.word).filter((word) => word !== predicate.word));
  const first = tree.tokens[predicate.word]?.start ?? 0;
  for (const quotation of quotationsOf(text.slice(span.start, span.end), 1)) {
    const [start, end] = [quotation.start + span.start, quotation.end + span.start];
    const inside = tree.tokens.flatMap((token, word) => (token.start >= start && token.end <= end ? [word] : []));
    const head = inside.find((word) => !inside.includes(tree.tokens[word]?.head ?? -1));
    if (head === undefined || end < first) continue;
    const beside = tree.tokens[head]?.deprel === 'appos' ? (tree.tokens[head]?.head ?? head) : head;
    const governed = head === predicate.word || tree.tokens[beside]?.head === predicate.word;
    if (governed && !others.has(head)) return spanOf(text, start, end);
  }
  return null;
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
