import { type Status, statuses } from '../records/event.js';
import {
  type CodedClaim,
  type CodedCount,
  type CodedEvent,
  type CodedPlace,
  type CodedTime,
  type CountKey,
  countKeys,
} from './coded-item.js';
import { kindOfLabel } from './marked-text.js';

export interface EventLine {
  readonly event: CodedEvent | null;
  readonly problems: readonly string[];
}

const stated: CodedClaim = { how: 'stated', by: [], words: [], quotations: [] };

/** Reads `TRIGGER TYPE [modes] sources > targets [status] [key=value …]`; `a?` is an optional party. Names and labels are not looked up here. */
export function parseEventLine(source: string, line: number): EventLine {
  const problems: string[] = [];
  const words = source
    .replace(/\s*\+\s*/g, '+')
    .replace(/\s*>\s*/, ' > ')
    .trim()
    .split(/\s+/);
  const arrow = words.indexOf('>');
  const [trigger, type] = words;
  if (trigger === undefined || kindOfLabel(trigger) !== 'trigger') {
    return { event: null, problems: [`an event line begins with the label of its trigger: ${source}`] };
  }
  if (arrow < 2 || type === undefined) {
    return { event: null, problems: [`an event line needs "TRIGGER TYPE sources > targets": ${source}`] };
  }
  const before = words.slice(2, arrow);
  const sources = arePartyLabels(before.at(-1)) ? split(before.pop()) : [];
  const modes = split(before.shift());
  if (before.length > 0) problems.push(`too much before ">": ${before.join(' ')}`);

  const rest = words.slice(arrow + 1);
  const targets = arePartyLabels(rest[0]) ? split(rest.shift()) : [];
  const values = new Map<string, string>();
  let status: Status = 'actual';
  let key: string | null = null;
  for (const word of rest) {
    const pair = /^([a-z]+)=(.*)$/.exec(word);
    if (pair?.[1] !== undefined) {
      key = pair[1];
      if (values.has(key)) problems.push(`given twice: ${key}`);
      values.set(key, pair[2] ?? '');
    } else if (isStatus(word)) {
      if (status !== 'actual') problems.push(`two statuses: ${status} ${word}`);
      status = word;
      key = null;
    } else if (key === 'at') {
      values.set(key, `${values.get(key)} ${word}`);
    } else problems.push(`unknown status or field: ${word}`);
  }

  let claim = stated;
  let objects: readonly string[] = [];
  let contexts: readonly string[] = [];
  let place: CodedPlace | null = null;
  let time: CodedTime | null = null;
  const counts: Partial<Record<CountKey, CodedCount>> = {};
  for (const [name, value] of values) {
    if (name === 'reported' || name === 'quoted') {
      if (claim !== stated) problems.push('two claims: reported and quoted');
      const [by, attributing, quotations] = value.split(':');
      claim = { how: name, by: split(by), words: split(attributing), quotations: split(quotations) };
    } else if (name === 'obj') objects = split(value);
    else if (name === 'ctx') contexts = value.split(',').filter((context) => context !== '');
    else if (name === 'at') place = placeOf(value);
    else if (name === 'on') time = timeOf(value, problems);
    else if (isCountKey(name)) {
      const count = countOf(value);
      if (count === null) problems.push(`not a number or a range: ${name}=${value}`);
      else counts[name] = count;
    } else problems.push(`unknown field: ${name}`);
  }
  const parties = [...sources, ...targets];
  const optional = parties.filter((label) => label.endsWith('?')).map(firm);
  const event: CodedEvent = {
    ...{ line, trigger, type, modes, contexts, sources: sources.map(firm), targets: targets.map(firm), optional },
    ...{ status, claim },
    ...{ objects, place, time, counts },
  };
  return { event, problems };
}

function split(list: string | undefined): readonly string[] {
  return list === undefined || list === '' ? [] : list.split(/[+,]/);
}

function arePartyLabels(list: string | undefined): boolean {
  return list?.split('+').every((label) => kindOfLabel(firm(label)) === 'party') ?? false;
}

function firm(label: string): string {
  return label.replace(/\?$/, '');
}

function isStatus(word: string): word is Status {
  return (statuses as readonly string[]).includes(word);
}

function isCountKey(name: string): name is CountKey {
  return (countKeys as readonly string[]).includes(name);
}

function placeOf(value: string): CodedPlace {
  const [labels, name = ''] = value.split(':');
  const country = /,\s*([A-Z]{3})$/.exec(name)?.[1] ?? null;
  return { labels: split(labels), name: name.replace(/,\s*[A-Z]{3}$/, '') || null, country };
}

function timeOf(value: string, problems: string[]): CodedTime {
  const [labels, days = ''] = value.split(':');
  const [first, last = first] = days === '' ? [null] : days.split('/');
  for (const day of [first, last]) {
    if (day !== null && day !== undefined && !isDay(day)) problems.push(`not a day: on=${value}`);
  }
  return { labels: split(labels), first: first ?? null, last: last ?? null };
}

/** Whether the word is a day of the calendar written `YYYY-MM-DD`. */
export function isDay(word: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(word) && new Date(`${word}T00:00:00Z`).toJSON()?.startsWith(word) === true;
}

function countOf(value: string): CodedCount | null {
  const match = /^(\d+)(?:-(\d+))?$/.exec(value);
  if (match === null) return null;
  const low = Number(match[1]);
  const high = Number(match[2] ?? match[1]);
  return high < low ? null : { low, high };
}
