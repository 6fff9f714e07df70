import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { Sentence } from '../records/sentence.js';
import { eventWords } from './event-words.js';
import { actWords, type Judged, judgedBy } from './judged-act.js';
import { type SentenceTree, treeOf } from './sentence-tree.js';

/** How many events back an answer or judgement may look for the act that it is about. */
const reach = 8;
/** How many events back an act may stand that is only pointed at: "denied **it**". */
const pointedReach = 3;
/** Acts that answer another, and the acts that they can answer. */
const answers: Readonly<Record<string, readonly string[]>> = {
  REJECT: ['ACCUSE', 'REQUEST', 'THREATEN', 'AGREE', 'SANCTION', 'COERCE', 'REJECT'],
  CONCEDE: ['REQUEST', 'THREATEN', 'PROTEST'],
};
/** Acts of judgement, whose object is another act: "praised the operation" is aimed at those who carried it out. */
const judgements = new Set(['SUPPORT', 'ACCUSE', 'REJECT']);
/** Acts whose parties made something together, both of whom a judgement of it is about. */
const joint = new Set(['CONSULT', 'COOPERATE', 'AGREE', 'SUPPORT']);

/** Acts offered to somebody, who is often only named before. */
const promised = new Set(['AGREE']);

interface Aim {
  readonly targets: readonly Party[];
  readonly note: string;
}

/**
 * Gives an answer or judgement without a named target the party that it is aimed at: those who did the act that it is about
 * ("praised the operation"), who said what it denies ("denied it"), who asked what it answers ("refused to leave").
 */
export function fillTargets(
  events: readonly Event[],
  sentences: readonly Sentence[],
  minConfidence: number,
): readonly Event[] {
  const filled: Event[] = [];
  for (const event of events) {
    const open =
      event.targets.length === 0 &&
      event.sources.length > 0 &&
      (judgements.has(event.type) || event.type in answers || promised.has(event.type)) &&
      ['actual', 'planned', 'historical'].includes(event.status);
    const aim = open
      ? aimOf(
          event,
          filled.filter(({ confidence }) => confidence >= minConfidence),
          sentences,
        )
      : null;
    if (!aim) {
      filled.push(event);
      continue;
    }
    const reason = { field: 'target', by: 'discourse', score: null, note: aim.note };
    filled.push({ ...event, targets: aim.targets, explanation: [...event.explanation, reason] });
  }
  return filled;
}

function aimOf(event: Event, before: readonly Event[], sentences: readonly Sentence[]): Aim | null {
  if (promised.has(event.type)) return counterpart(event, before);
  const place = wordOf(event, sentences);
  if (!place) return null;
  const { tree, word } = place;
  const judged = judgedBy(tree, word);
  if (eventWords().signing.has(tree.tokens[word]?.lemma.toLowerCase() ?? '')) return null;
  const others = before.filter((act) => act.sources.length > 0 && !meets(act.sources, event.sources));
  const denial = actWords().denials.has(tree.tokens[word]?.lemma.toLowerCase() ?? '');
  if (event.type === 'CONCEDE') return answered(event, others);
  if (denial || (judged.kind === 'act' && judged.noun.acts.has('ACCUSE'))) return accuser(event, before);
  if (judged.kind === 'clause') return answered(event, others);
  if (event.modes.includes('investigate')) return null;
  if (judged.kind === 'act') {
    const act = actNamed(
      judged,
      before.filter(({ sources }) => !meets(sources, event.sources)),
    );
    if (act?.sources.length === 0) return null;
    return act
      ? aimedAt(act, joint.has(act.type) ? [...act.sources, ...act.targets] : act.sources)
      : answered(event, others);
  }
  return (
    answered(event, others) ?? (judged.kind === 'it' || judged.kind === 'any' ? (again(others) ?? last(others)) : null)
  );
}

/** The other side of the last thing done together: what is promised after talks is promised to those who took part. */
function counterpart(event: Event, before: readonly Event[]): Aim | null {
  const act = before
    .slice(-pointedReach)
    .findLast(
      (each) =>
        joint.has(each.type) && each.status === 'actual' && meets([...each.sources, ...each.targets], event.sources),
    );
  if (!act) return null;
  const others = [...act.sources, ...act.targets].filter((party) => !meets([party], event.sources));
  return others.length > 0
    ? { targets: others, note: `the other side of ${act.type} at ${act.trigger.start}: "${act.trigger.text}"` }
    : null;
}

/** Who blamed the party that answers, or else said last what it denies. */
function accuser(event: Event, before: readonly Event[]): Aim | null {
  for (const act of before.slice(-reach).reverse()) {
    if (act.type === 'ACCUSE' && act.sources.length > 0 && !meets(act.sources, event.sources)) {
      if (meets(act.targets, event.sources) || act.targets.length === 0) return aimedAt(act, act.sources);
    }
  }
  for (const act of before.slice(-pointedReach).reverse()) {
    const { by } = act.claim;
    if (by && !meets([by], event.sources)) return aimedAt(act, [by]);
  }
  return answered(
    event,
    before.filter((act) => act.sources.length > 0 && !meets(act.sources, event.sources)),
  );
}

/** The act that was asked of, threatened or done to the party that answers. */
function answered(event: Event, others: readonly Event[]): Aim | null {
  const acts = answers[event.type] ?? [];
  const asked = others.slice(-reach).findLast((act) => acts.includes(act.type) && meets(act.targets, event.sources));
  return asked ? aimedAt(asked, asked.sources) : null;
}

/** The last act of a kind that the noun can stand for; one whose word is the noun's own first. */
function actNamed({ lemma, noun }: Judged & { kind: 'act' }, others: readonly Event[]): Event | null {
  const near = others.slice(-reach).filter((act) => !['denied', 'hypothetical', 'negated'].includes(act.status));
  return (
    near.findLast((each) => wordsOf(each.object?.span.text ?? '').some((word) => noun.words.has(word))) ??
    near.findLast((each) => each.trigger.text.toLowerCase().startsWith(lemma.slice(0, 5))) ??
    near.find((each) => noun.acts.has(each.type)) ??
    near.findLast((each) => noun.otherwise.has(each.type)) ??
    null
  );
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}-]+/u);

/** The target of the judgement told last before: "Japan rejected the move; China voiced concern". */
function again(others: readonly Event[]): Aim | null {
  const act = others.slice(-pointedReach).findLast((each) => judgements.has(each.type) && each.targets.length > 0);
  return act
    ? { targets: act.targets, note: `as in ${act.type} at ${act.trigger.start}: "${act.trigger.text}"` }
    : null;
}

function last(others: readonly Event[]): Aim | null {
  const act = others.slice(-pointedReach).findLast((each) => each.status !== 'denied');
  return act ? aimedAt(act, act.sources) : null;
}

function aimedAt(act: Event, targets: readonly Party[]): Aim {
  return { targets, note: `aimed at ${act.type} at ${act.trigger.start}: "${act.trigger.text}"` };
}

function wordOf(
  event: Event,
  sentences: readonly Sentence[],
): { readonly tree: SentenceTree; readonly word: number } | null {
  const sentence = sentences.find(({ span }) => span.start <= event.trigger.start && event.trigger.end <= span.end);
  const word = sentence?.tokens.findIndex((token) => token.start === event.trigger.start) ?? -1;
  return sentence && word >= 0 ? { tree: treeOf(sentence), word } : null;
}

function meets(a: readonly Party[], b: readonly Party[]): boolean {
  return a.some((one) => b.some((other) => sameParty(one, other)));
}

/** The same actor, a part of one whole, or the same words. */
function sameParty(a: Party, b: Party): boolean {
  if (a.actor !== null && b.actor !== null) {
    return a.actor === b.actor || a.actor.startsWith(`${b.actor}/`) || b.actor.startsWith(`${a.actor}/`);
  }
  if (a.country !== null && a.country === b.country) {
    return a.sectors.length === 0 || b.sectors.length === 0 || a.sectors.some((sector) => b.sectors.includes(sector));
  }
  return sameWords(a.span.text.toLowerCase(), b.span.text.toLowerCase());
}

/** The same words, or a later short form: "a ministry spokesman" and "the spokesman". */
function sameWords(a: string, b: string): boolean {
  const short = (one: string, other: string): boolean =>
    one.startsWith('the ') && other.endsWith(one.slice(3)) && other !== one;
  return a === b || short(a, b) || short(b, a);
}
