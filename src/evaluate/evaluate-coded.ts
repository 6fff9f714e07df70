import type { Coder } from '../events/open-coder.js';
import { foldName } from '../ontology/fold-name.js';
import { findAsides } from '../read/find-asides.js';
import { makeDocument } from '../read/make-document.js';
import type { Event } from '../records/event.js';
import type { Party } from '../records/party.js';
import type { CodedEvent, CodedItem, CodedSpan } from './coded-item.js';
import { readCodedText } from './coded-text.js';
import { type LabelScores, prf, scoreLabels } from './scores.js';

export interface CountedScore {
  readonly gold: number;
  readonly answered: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface CodedEvaluation {
  readonly items: number;
  /** Triggers found, whatever the type. */
  readonly triggers: CountedScore;
  /** Trigger and type. */
  readonly typed: CountedScore;
  /** Type and both sides: an event as a whole. A party that the gold marks as optional may be there or not. */
  readonly events: CountedScore;
  /** The same with every optional party required. */
  readonly strict: CountedScore;
  readonly types: LabelScores;
  /** Share right among the events found with their type, by field, with the number asked. */
  readonly fields: Readonly<Record<string, { readonly right: number; readonly asked: number }>>;
  /** Each coded event's confidence, and whether the gold has it with this type. */
  readonly judged: readonly { readonly confidence: number; readonly right: boolean }[];
  readonly errors: readonly CodedError[];
  /** Places and objects given where the gold marks none, which may be right all the same. */
  readonly extras: readonly CodedError[];
}

export interface CodedError {
  readonly item: string;
  readonly cause: string;
  readonly sentence: string;
}

/** Fields that say how often nothing is given where the gold gives nothing; no error where it may only be unmarked. */
const leftEmpty = new Set(['no-place', 'no-object']);

/** A happening of the gold: the event lines that the coder marked as the same, the first of them as told first. */
interface Happening {
  readonly item: CodedItem;
  readonly lines: readonly CodedEvent[];
}

/** Codes each text of a hand-coded file and compares: events aligned by their triggers, then field by field. */
export async function evaluateCoded(
  content: string,
  name: string,
  coder: Coder,
  date?: string,
): Promise<CodedEvaluation> {
  const { items } = readCodedText(content, name);
  const tally = { trigger: [0, 0, 0], typed: [0, 0, 0], event: [0, 0, 0], strict: [0, 0, 0] };
  const rows: { gold: string; answer: string }[] = [];
  const fields: Record<string, { right: number; asked: number }> = {};
  const errors: CodedError[] = [];
  const extras: CodedError[] = [];
  const judged: { confidence: number; right: boolean }[] = [];
  const right = new Set<Event>();
  for (const item of items) {
    const published = item.date ?? date ?? null;
    const doc = { ...makeDocument(item.text, { published }), ...findAsides(item.text) };
    const { events: coded, party } = await coder.read(doc);
    const whose: Whose = (span) => party({ start: span.start, end: span.end, text: span.text });
    const gold = happeningsOf(item);
    const left = new Set(coded);
    for (const level of Object.values(tally)) {
      level[0] = (level[0] ?? 0) + gold.length;
      level[1] = (level[1] ?? 0) + coded.length;
    }
    const matches = alignAll(gold, left, (line, event) => sidesMatch(item, line, event, whose));
    for (const happening of gold) {
      const match = matches.get(happening) ?? null;
      const wanted = happening.lines[0]?.type ?? '';
      const note = (cause: string, list = errors): void => {
        list.push({ item: item.id, cause, sentence: around(item.text, happening) });
      };
      if (!match) {
        rows.push({ gold: wanted, answer: '' });
        note(`missed ${wanted}`);
        continue;
      }
      rows.push({ gold: wanted, answer: match.type });
      tally.trigger[2] = (tally.trigger[2] ?? 0) + 1;
      const line = happening.lines.find((each) => each.type === match.type);
      if (!line) {
        note(`${wanted} coded ${match.type}`);
        continue;
      }
      tally.typed[2] = (tally.typed[2] ?? 0) + 1;
      right.add(match);
      const told = happening.lines.filter((each) => each.type === match.type);
      const parties = told.some((each) => sidesMatch(item, each, match, whose));
      if (told.some((each) => sidesMatch(item, { ...each, optional: [] }, match, whose)))
        tally.strict[2] = (tally.strict[2] ?? 0) + 1;
      if (parties) tally.event[2] = (tally.event[2] ?? 0) + 1;
      else
        note(
          `${wanted} parties: ${match.sources.map(words).join('+')} > ${match.targets.map(words).join('+')}, gold ${named(item, line.sources)} > ${named(item, line.targets)}`,
        );
      const telling = tellingOf(happening, line, match);
      for (const [field, right] of fieldResults(item, telling, match)) {
        const entry = fields[field] ?? { right: 0, asked: 0 };
        fields[field] = entry;
        entry.asked += 1;
        if (right) entry.right += 1;
        else note(`${wanted} ${field}${detailOf(field, item, telling, match)}`, leftEmpty.has(field) ? extras : errors);
      }
    }
    for (const event of coded) judged.push({ confidence: event.confidence, right: right.has(event) });
    for (const event of left)
      errors.push({
        item: item.id,
        cause: `not in the gold: ${event.type} "${event.trigger.text}"`,
        sentence: event.sentence.text.replace(/\s+/g, ' '),
      });
  }
  const scored = ([asked = 0, answered = 0, hits = 0]: readonly number[]): CountedScore => ({
    gold: asked,
    answered,
    ...prf(hits, answered, asked),
  });
  return {
    items: items.length,
    triggers: scored(tally.trigger),
    typed: scored(tally.typed),
    events: scored(tally.event),
    strict: scored(tally.strict),
    types: scoreLabels(rows),
    fields,
    judged,
    errors,
    extras,
  };
}

/** What was coded for a time or place and why, beside what the gold has. */
function detailOf(field: string, item: CodedItem, line: CodedEvent, event: Event): string {
  const why = event.explanation
    .filter((reason) => reason.field === field.replace(/^no-|-country$/, ''))
    .map(({ by, note }) => `${by}: ${note}`)
    .join('; ');
  if (field === 'time') {
    const days = (first?: string | null, last?: string | null): string =>
      !first ? 'none' : last && last !== first ? `${first}/${last}` : first;
    const told = `${days(line.time?.first, line.time?.last)} ${named(item, line.time?.labels ?? [])}`;
    return `: ${days(event.time?.first, event.time?.last)} (${why}), gold ${told.trim()}`;
  }
  if (!field.includes('place')) return '';
  const given = event.place ? `${event.place.name} ${event.place.country ?? ''} (${why})` : 'none';
  const told = line.place
    ? `${line.place.name ?? ''} ${line.place.country ?? ''} ${named(item, line.place.labels)}`
    : 'none';
  return `: ${given}, gold ${told.trim()}`;
}

function happeningsOf(item: CodedItem): readonly Happening[] {
  const found: CodedEvent[][] = [];
  for (const line of item.events) {
    const group = item.same.find((labels) => labels.includes(line.trigger));
    const known = group
      ? found.find((lines) => lines.some((each) => group.includes(each.trigger) && each.type === line.type))
      : undefined;
    if (known) known.push(line);
    else found.push([line]);
  }
  return found.map((lines) => ({ item, lines }));
}

function triggersOf({ item, lines }: Happening): readonly CodedSpan[] {
  const labels = new Set(lines.map((line) => line.trigger));
  return item.spans.filter((span) => span.kind === 'trigger' && labels.has(span.label.replace(/(\d)[a-z]$/, '$1')));
}

interface Offsets {
  readonly start: number;
  readonly end: number;
}

const meet = (a: Offsets, b: Offsets): boolean => a.start < b.end && b.start < a.end;

/** The coded event on one of the happening's triggers, one of its type first. */
function bestMatch(happening: Happening, coded: ReadonlySet<Event>): Event | null {
  const triggers = triggersOf(happening);
  const touching = [...coded].filter((event) =>
    [event.trigger, ...event.mentions].some((mention) => triggers.some((trigger) => meet(mention, trigger))),
  );
  const types = new Set(happening.lines.map((line) => line.type));
  return touching.find((event) => types.has(event.type)) ?? touching[0] ?? null;
}

/** Aligns by triggers first; what is left of one type in one sentence is one event when both sides agree, whichever word was taken for its trigger. */
function alignAll(
  gold: readonly Happening[],
  left: Set<Event>,
  agree: (line: CodedEvent, event: Event) => boolean,
): ReadonlyMap<Happening, Event> {
  const found = new Map<Happening, Event>();
  for (const happening of gold) {
    const match = bestMatch(happening, left);
    if (!match) continue;
    found.set(happening, match);
    left.delete(match);
  }
  for (const happening of gold) {
    if (found.has(happening)) continue;
    const triggers = triggersOf(happening);
    const match = [...left].find((event) =>
      happening.lines.some(
        (line) =>
          line.type === event.type && triggers.some((trigger) => meet(trigger, event.sentence)) && agree(line, event),
      ),
    );
    if (!match) continue;
    found.set(happening, match);
    left.delete(match);
  }
  return found;
}

/**
 * What the gold says of a happening where the coded event tells it: of several tellings that the event has for trigger or mention,
 * the first, with the time that an expression gives, and place, object and numbers from whichever has them. An event coded from the
 * headline alone is held to the headline alone.
 */
function tellingOf(happening: Happening, line: CodedEvent, event: Event): CodedEvent {
  const told = happening.lines.filter(
    (each) =>
      each.type === line.type &&
      triggersOf({ item: happening.item, lines: [each] }).some((trigger) =>
        [event.trigger, ...event.mentions].some((mention) => meet(trigger, mention)),
      ),
  );
  const first = told[0] ?? line;
  return {
    ...first,
    time: told.find((each) => each.time?.first && each.time.labels.length > 0)?.time ?? first.time,
    place: told.find((each) => each.place)?.place ?? first.place,
    objects: told.find((each) => each.objects.length > 0)?.objects ?? first.objects,
    counts: told.find((each) => Object.keys(each.counts).length > 0)?.counts ?? first.counts,
  };
}

const mutualTypes = new Set(['CONSULT', 'COOPERATE']);

/**
 * Whether both sides hold the gold's parties: at least half of the phrases of each side in common, and an empty side empty.
 * A set counts as its members; of a happening told several times, one telling's parties are enough; an optional party may be missing.
 */
function sidesMatch(item: CodedItem, line: CodedEvent, event: Event, whose: Whose): boolean {
  if (mutualTypes.has(line.type))
    return sideMatches(item, line, [...line.sources, ...line.targets], [...event.sources, ...event.targets], whose);
  return (
    sideMatches(item, line, line.sources, event.sources, whose) &&
    sideMatches(item, line, line.targets, event.targets, whose)
  );
}

function sideMatches(
  item: CodedItem,
  { optional }: CodedEvent,
  labels: readonly string[],
  parties: readonly Party[],
  whose: Whose,
): boolean {
  const firm = labels.filter((label) => !optional.includes(label));
  if (parties.length === 0) return firm.length === 0;
  const means = (phrases: readonly CodedSpan[], party: Party): boolean =>
    phrases.some((phrase) => meet(phrase, party.span) || sameActor(whose(phrase), party));
  const gold = (asked: readonly string[]): readonly (readonly CodedSpan[])[] =>
    asked
      .flatMap((label) => {
        const members = item.sets.find((set) => set.phrase === label)?.members;
        const whole = phrasesOf(item, label);
        return members && !parties.some((party) => means(whole, party)) ? members : [label];
      })
      .map((label) => [
        ...phrasesOf(item, label),
        ...item.sets.filter((set) => set.members.includes(label)).flatMap((set) => phrasesOf(item, set.phrase)),
      ]);
  const [needed, allowed] = [gold(firm), gold(labels)];
  const covered = needed.filter((phrases) => parties.some((party) => means(phrases, party))).length;
  const right = parties.filter((party) => allowed.some((phrases) => means(phrases, party))).length;
  return covered >= needed.length / 2 && right >= parties.length / 2;
}

/** Who a gold phrase means by the coder's own resolution: "it" and "the Union" are one when both are resolved to one actor. */
type Whose = (span: CodedSpan) => Party;

function sameActor(a: Party, b: Party): boolean {
  if (a.actor !== null && b.actor !== null) return stateOf(a.actor) === stateOf(b.actor);
  if (a.actor !== null) return false;
  const names = (party: Party): string =>
    party.members
      .map((member) => member.actor ?? '')
      .sort()
      .join(' ');
  return a.members.length > 0 && names(a) === names(b);
}

/** A state and its government act as one: "Russia", "Moscow" and "the Russian government" are the same party. */
const stateOf = (actor: string): string => actor.replace(/^([A-Z]{3})\/government$/, '$1');

/** The phrase of a label and every phrase that refers to the same. */
function phrasesOf(item: CodedItem, label: string): readonly CodedSpan[] {
  const same = new Set([label]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { phrase, antecedent } of item.references) {
      if (same.has(phrase) === same.has(antecedent)) continue;
      same.add(phrase).add(antecedent);
      grown = true;
    }
  }
  return item.spans.filter((span) => same.has(span.label));
}

function fieldResults(item: CodedItem, line: CodedEvent, event: Event): readonly (readonly [string, boolean])[] {
  const found: [string, boolean][] = [
    ['status', line.status === event.status],
    ['claim', claimRight(item, line, event)],
    [
      'mode',
      line.modes.length === 0 ? event.modes.length === 0 : line.modes.some((mode) => event.modes.includes(mode)),
    ],
  ];
  if (line.time?.first)
    found.push([
      'time',
      event.time?.first === line.time.first && event.time.last === (line.time.last ?? line.time.first),
    ]);
  if (line.place) found.push(['place', placeRight(item, line, event)]);
  if (line.place?.country) found.push(['place-country', event.place?.country === line.place.country]);
  if (!line.place) found.push(['no-place', event.place === null]);
  for (const [key, count] of Object.entries(line.counts)) {
    const told = event.casualties?.[key as 'dead'];
    found.push([
      `casualties`,
      told !== null && told !== undefined && told.low === count.low && told.high === count.high,
    ]);
  }
  if (line.objects.length > 0)
    found.push([
      'object',
      event.object !== null &&
        line.objects.some((label) =>
          phrasesOf(item, label).some((phrase) => event.object !== null && meet(phrase, event.object.span)),
        ),
    ]);
  else found.push(['no-object', event.object === null]);
  return found;
}

function claimRight(item: CodedItem, line: CodedEvent, event: Event): boolean {
  if ((line.claim.how === 'stated') !== (event.claim.how === 'stated')) return false;
  if (line.claim.how === 'stated' || line.claim.by.length === 0) return true;
  const by = event.claim.by;
  return by !== null && line.claim.by.some((label) => phrasesOf(item, label).some((phrase) => meet(phrase, by.span)));
}

function placeRight(item: CodedItem, line: CodedEvent, event: Event): boolean {
  const place = event.place;
  if (!place || !line.place) return false;
  if (line.place.labels.some((label) => phrasesOf(item, label).some((phrase) => meet(phrase, place.span)))) {
    return line.place.country === null || place.country === line.place.country;
  }
  const names = [
    line.place.name ?? '',
    ...line.place.labels.flatMap((label) => phrasesOf(item, label).map(({ text }) => text)),
  ];
  return [place.name, place.span.text].some((told) => names.some((name) => samePlaceName(name, told)));
}

/** Whether two spellings name one place: without case, marks and article. */
function samePlaceName(a: string, b: string): boolean {
  const bare = (name: string): string => foldName(name).replace(/^the /, '');
  return bare(a) !== '' && bare(a) === bare(b);
}

function named(item: CodedItem, labels: readonly string[]): string {
  return labels
    .map((label) => item.spans.find((span) => span.label === label)?.text.replace(/\s+/g, ' ') ?? label)
    .join('+');
}

const words = (party: Party): string => party.span.text.replace(/\s+/g, ' ');

function around(text: string, happening: Happening): string {
  const trigger = triggersOf(happening)[0];
  if (!trigger) return '';
  const start = Math.max(0, text.lastIndexOf('.', trigger.start) + 1);
  const end = text.indexOf('.', trigger.end);
  return text
    .slice(start, end < 0 ? undefined : end + 1)
    .replace(/\s+/g, ' ')
    .trim();
}
