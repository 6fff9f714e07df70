import { type EventType, type Ontology, ontology } from '../ontology/ontology.js';
import {
  type CodedEvent,
  type CodedItem,
  type CodedSpan,
  type CodingProblem,
  countKeys,
  spanLabelled,
  styles,
} from './coded-item.js';
import type { CodedFile } from './coded-text.js';
import { codingHabits } from './coding-habits.js';

const longestTrigger = 4;
const mutualTypes = new Set(['CONSULT', 'COOPERATE']);

/** What is wrong in the coding of a file: errors break the format or the ontology, warnings go against the guide's habits. */
export function checkCoding(file: CodedFile): readonly CodingProblem[] {
  const plover = ontology();
  const found: CodingProblem[] = [...file.problems];
  const ids = new Set<string>();
  const pairs = new Map<string, CodedItem[]>();
  for (const item of file.items) {
    const add = (severity: CodingProblem['severity'], line: number, cause: string) =>
      found.push({ severity, line, cause: `${item.id}: ${cause}` });
    if (ids.has(item.id)) add('error', item.line, 'id used twice');
    ids.add(item.id);
    if (item.pair !== null) pairs.set(item.pair, [...(pairs.get(item.pair) ?? []), item]);
    checkItem(item, add);
    for (const event of item.events) {
      checkNames(event, item, plover, add);
      checkRoles(event, typeOf(event, plover), add);
      checkStatus(event, item, add);
    }
  }
  for (const [pair, items] of pairs) {
    const line = items[0]?.line ?? 1;
    if (items.length < 2) found.push({ severity: 'error', line, cause: `pair with one item: ${pair}` });
    else if (new Set(items.map(signature)).size < 2) {
      found.push({ severity: 'warning', line, cause: `pair coded alike in both items: ${pair}` });
    }
  }
  return found.toSorted((a, b) => a.line - b.line);
}

type Add = (severity: CodingProblem['severity'], line: number, cause: string) => void;

function checkItem(item: CodedItem, add: Add): void {
  if (!(styles as readonly string[]).includes(item.style)) add('error', item.line, `unknown style: ${item.style}`);
  const used = new Set(item.events.flatMap(labelsOf));
  for (const span of item.spans) {
    const head = span.label.replace(/(\d)[a-z]$/, '$1');
    if (span.kind === 'trigger' && !used.has(head) && !used.has(span.label)) {
      add('error', item.line, `trigger without an event line: ${span.label}`);
    }
    if (span.kind === 'trigger' && span.text.split(/\s+/).length > longestTrigger) {
      add('error', item.line, `trigger longer than ${longestTrigger} words: ${span.text}`);
    }
    for (const cause of habits(item, span)) add('warning', item.line, cause);
    if (/[,;:]$/.test(span.text)) add('warning', item.line, `span ends in punctuation: ${span.text}`);
    if ((span.kind === 'word' || span.kind === 'quotation') && !used.has(span.label) && item.events.length > 0) {
      add('warning', item.line, `marked but in no event line: ${span.label}`);
    }
  }
  const known = new Set(item.spans.map(({ label }) => label));
  const related = [
    ...item.references.flatMap(({ phrase, antecedent }) => [phrase, antecedent]),
    ...item.sets.flatMap(({ phrase, members }) => [phrase, ...members]),
    ...item.same.flat(),
  ];
  for (const label of related) if (!known.has(label)) add('error', item.line, `label not in the text: ${label}`);
  if (/ {2}| [,.;]/.test(item.text)) add('warning', item.line, 'double space, or space before punctuation');
}

const relativeClause = /\s(?:who|whom|whose|which)\s/;
const articles = /^(?:an?|the)\s/i;
const wordAfter = /^\s([\p{L}]+)/u;

/** Habits of marking that the format asks for and that a machine can see. */
function habits(item: CodedItem, span: CodedSpan): readonly string[] {
  const found: string[] = [];
  if (span.kind === 'party' && relativeClause.test(span.text)) found.push(`party with a relative clause: ${span.text}`);
  if (span.kind !== 'trigger') return found;
  const words = span.text.toLowerCase().split(/\s+/);
  const { auxiliaries, particles, lightVerbs } = codingHabits();
  if (words.length > 1 && auxiliaries.has(words[0] ?? '')) found.push(`trigger with an auxiliary: ${span.text}`);
  if (articles.test(span.text)) found.push(`trigger with an article: ${span.text}`);
  const next = wordAfter.exec(item.text.slice(span.end))?.[1] ?? '';
  if (words.length === 1 && particles.has(next)) found.push(`particle outside the trigger: ${span.text} ${next}`);
  const pieces = /[a-z]$/.test(span.label) || item.spans.some(({ label }) => label === `${span.label}b`);
  if (!pieces && words.length === 1 && lightVerbs.has(span.text.toLowerCase())) {
    found.push(`light verb as trigger, mark the noun as ${span.label} and the verb as ${span.label}b: ${span.text}`);
  }
  return found;
}

function labelsOf(event: CodedEvent): readonly string[] {
  const { claim, place, time } = event;
  return [
    ...[event.trigger, ...event.sources, ...event.targets, ...event.objects],
    ...[...claim.by, ...claim.words, ...claim.quotations, ...(place?.labels ?? []), ...(time?.labels ?? [])],
  ];
}

function checkNames(event: CodedEvent, item: CodedItem, plover: Ontology, add: Add): void {
  const type = typeOf(event, plover);
  if (type === undefined) add('error', event.line, `unknown event type: ${event.type}`);
  for (const mode of event.modes) {
    if (type !== undefined && !type.modes.some(({ code }) => code === mode))
      add('error', event.line, `no mode of ${event.type}: ${mode}`);
  }
  for (const context of event.contexts) {
    if (!plover.contexts.some(({ code }) => code === context)) add('error', event.line, `unknown context: ${context}`);
  }
  const kinds: readonly (readonly [string, string, readonly string[]])[] = [
    ['trigger', 'trigger', [event.trigger]],
    ['party', 'source or target', [...event.sources, ...event.targets]],
    ['party', 'party of the claim', event.claim.by],
    ['word', 'attributing word', event.claim.words],
    ['quotation', 'quotation', event.claim.quotations],
    ['object', 'object', event.objects],
    ['place', 'place', event.place?.labels ?? []],
    ['time', 'time', event.time?.labels ?? []],
  ];
  for (const [kind, name, labels] of kinds) {
    for (const label of labels) {
      const span = spanLabelled(item, label);
      if (span === undefined) add('error', event.line, `label not in the text: ${label} (${name})`);
      else if (span.kind !== kind && !(kind === 'word' && span.kind === 'trigger'))
        add('error', event.line, `${name} has the label of a ${span.kind}: ${label}`);
    }
  }
}

function checkRoles(event: CodedEvent, known: EventType | undefined, add: Add): void {
  const { sources, targets, type } = event;
  for (const label of sources) if (targets.includes(label)) add('error', event.line, `source and target: ${label}`);
  if (sources.length + targets.length === 0) add('warning', event.line, 'neither source nor target');
  const paired = type === 'COOPERATE' && sources.length > 1;
  if (known?.targetRequired && targets.length === 0 && !paired && !isWithdrawal(event)) {
    add('warning', event.line, `${type} without a target`);
  }
  if (type === 'CONSULT') {
    const directed = event.modes.includes('visit') || event.modes.includes('third-party');
    if (targets.length > 0 && !directed && sources.length > 0) {
      add('warning', event.line, 'CONSULT is mutual: everybody in source, unless visit or third-party');
    }
  }
  if (event.modes.includes('visit') && sources.length > 0 && targets.length === 0 && type === 'CONSULT') {
    add('warning', event.line, 'CONSULT visit without its host as target');
  }
  if (mutualTypes.has(type) && sources.length === 0) add('warning', event.line, `${type} without a source`);
}

function typeOf(event: CodedEvent, plover: Ontology): EventType | undefined {
  return plover.types.find(({ code }) => code === event.type);
}

function isWithdrawal(event: CodedEvent): boolean {
  return event.type === 'SANCTION' && event.modes.includes('withdraw');
}

function checkStatus(event: CodedEvent, item: CodedItem, add: Add): void {
  const { status, type, claim } = event;
  if (status === 'planned' && type !== 'AGREE' && type !== 'CONCEDE') {
    const rewritten = type === 'RETREAT' ? 'CONCEDE' : 'AGREE, CONCEDE or THREATEN threatened';
    add('error', event.line, `${type} + planned: a future act is ${rewritten} (guide 6)`);
  }
  if (status === 'threatened' && type !== 'THREATEN') {
    add('error', event.line, `${type} + threatened: an announced hostile act is THREATEN threatened (guide 6)`);
  }
  if (type === 'THREATEN' && status === 'actual') add('error', event.line, 'THREATEN is threatened, not actual');
  if ((status === 'alleged' || status === 'denied') && claim.how === 'stated') {
    add('warning', event.line, `${status} on nobody's word: give reported= or quoted=`);
  }
  if (claim.how === 'quoted' && !/["“”„«»‘’'‹›]/.test(item.text)) {
    add('warning', event.line, 'quoted, but no quotation marks in the text');
  }
  if (claim.how !== 'stated' && claim.by.length + claim.words.length === 0) {
    add('warning', event.line, `${claim.how} by nobody, with no attributing words`);
  }
  for (const key of countKeys) {
    const count = event.counts[key];
    if (count !== undefined && count.high > 5_000_000) add('warning', event.line, `${key} over five million`);
  }
}

function signature(item: CodedItem): string {
  return item.events
    .map((event) => {
      const parties = [...event.sources, '>', ...event.targets].join('+');
      return [event.type, event.modes.join('+'), parties, event.status, event.claim.how].join(' ');
    })
    .toSorted()
    .join('\n');
}
