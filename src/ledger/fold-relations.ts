import { createHash } from 'node:crypto';
import { foldName } from '../ontology/fold-name.js';
import type { RelationKind, RelationParty } from '../records/relation.js';
import { daysBetween } from './days.js';
import type { Evidence, LedgerRelation } from './ledger.js';
import type { SignalDoes } from './relation-signals.js';

/** A signal with the event that gives it, or a row of background. */
export interface TimedSignal {
  readonly kind: RelationKind;
  readonly does: SignalDoes;
  readonly name: string | null;
  readonly parties: readonly RelationParty[];
  readonly first: string | null;
  readonly last: string | null;
  readonly detail: string | null;
  /** Null for background. */
  readonly evidence: Evidence | null;
  readonly background: string | null;
  /** Day as the data row writes it. */
  readonly written: string | null;
  readonly claimedBy: string | null;
  /** When the ledger came to hold it; null for background. */
  readonly known: string | null;
}

/** Attacks that show an armed conflict, and the days without one after which it is over. */
const leastAttacks = 3;
const quietDays = 365;
/** Days by which reports of one signature may differ. */
const signingDays = 4;

interface Episode {
  readonly kind: RelationKind;
  readonly key: string;
  parties: RelationParty[];
  name: string | null;
  detail: string | null;
  open: TimedSignal | null;
  close: TimedSignal | null;
  suspendedBy: TimedSignal | null;
  announced: TimedSignal | null;
  readonly signals: TimedSignal[];
  readonly contestedBy: Set<string>;
}

/** The relations that the signals make; a function of the set alone. `asOf` leaves out what came later. */
export function foldRelations(signals: readonly TimedSignal[], asOf: string | null): readonly LedgerRelation[] {
  const ordered = [...signals]
    .filter((signal) => asOf === null || signal.last === null || signal.last <= asOf)
    .sort(inOrder);
  const episodes = new Map<string, Episode[]>();
  for (const signal of ordered) {
    const key = keyOf(signal, episodes);
    const list = episodes.get(key) ?? [];
    episodes.set(key, list);
    take(signal, key, list);
  }
  const all = [...episodes.values()].flat();
  endControl(all);
  return all
    .filter((episode) => episode.open || episode.close || episode.suspendedBy || episode.announced)
    .filter((episode) => episode.kind !== 'armed-conflict' || episode.signals.length >= leastAttacks)
    .map((episode) => relationOf(episode, asOf))
    .sort(
      (a, b) => a.kind.localeCompare(b.kind) || (b.from ?? '').localeCompare(a.from ?? '') || a.id.localeCompare(b.id),
    );
}

function inOrder(a: TimedSignal, b: TimedSignal): number {
  return (
    (a.last ?? '').localeCompare(b.last ?? '') ||
    rank[a.does] - rank[b.does] ||
    (b.first ?? '').localeCompare(a.first ?? '') ||
    (a.evidence?.event ?? a.background ?? '').localeCompare(b.evidence?.event ?? b.background ?? '')
  );
}

const rank: Readonly<Record<SignalDoes, number>> = {
  'announce-open': 0,
  open: 1,
  change: 2,
  suspend: 3,
  contest: 4,
  'announce-close': 5,
  close: 6,
};

function keyOf(signal: TimedSignal, episodes: ReadonlyMap<string, readonly Episode[]>): string {
  const alliance = signal.parties.find((party) => party.role === 'alliance');
  if (alliance) return `${signal.kind} ${alliance.actor}`;
  if (signal.kind === 'agreement') return agreementKey(signal, episodes);
  const parties = signal.parties.map((party) => `${party.role}:${party.actor}`).sort();
  return `${signal.kind} ${parties.join(' ')}`;
}

const headNouns =
  /\b(memorandum|agreement|accord|pact|treaty|charter|protocol|deal|convention|declaration|contract|statement)s?\b/iu;

/** An accord is known again by its head noun, a shared party, and the day of signature or, when it ends, the words of its name. */
function agreementKey(signal: TimedSignal, episodes: ReadonlyMap<string, readonly Episode[]>): string {
  const head = headNouns.exec(signal.name ?? '')?.[1]?.toLowerCase() ?? 'agreement';
  const actors = new Set(signal.parties.map((party) => party.actor));
  const words = nameWords(signal.name);
  for (const [key, list] of episodes) {
    const episode = list.at(-1);
    if (episode?.kind !== 'agreement' || !key.includes(` ${head} `)) continue;
    const shared = episode.parties.filter((party) => actors.has(party.actor)).length;
    if (shared === 0) continue;
    const near =
      episode.open?.last && signal.last && Math.abs(daysBetween(episode.open.last, signal.last)) <= signingDays;
    const sameName = [...nameWords(episode.name)].some((word) => words.has(word));
    if (signal.does === 'open' ? near : sameName || shared >= 2) return key;
  }
  const parties = [...actors].sort().join(' ');
  return `agreement ${head} ${parties} ${signal.does === 'open' ? (signal.last ?? '') : foldName(signal.name ?? '')}`;
}

const plainWord = 4;

function nameWords(name: string | null): ReadonlySet<string> {
  const words = foldName(name ?? '').split(' ');
  return new Set(words.filter((word) => word.length > plainWord && !headNouns.test(word)));
}

function take(signal: TimedSignal, key: string, list: Episode[]): void {
  let episode = list.at(-1);
  const fresh = (): Episode => {
    const made: Episode = {
      kind: signal.kind,
      key,
      parties: [...signal.parties],
      name: signal.name,
      detail: null,
      open: null,
      close: null,
      suspendedBy: null,
      announced: null,
      signals: [],
      contestedBy: new Set(),
    };
    list.push(made);
    return made;
  };
  if (!episode) {
    if (signal.does === 'contest') return;
    episode = fresh();
  }
  const lapsed =
    signal.kind === 'armed-conflict' &&
    episode.signals.at(-1)?.last &&
    signal.first &&
    daysBetween(episode.signals.at(-1)?.last ?? signal.first, signal.first) > quietDays;
  if ((signal.does === 'open' || signal.does === 'change') && (episode.close || lapsed)) {
    if (episode.close && restates(signal, episode.close)) return;
    if (lapsed && !episode.close) episode.close = episode.signals.at(-1) ?? null;
    episode = fresh();
  }
  episode.signals.push(signal);
  for (const party of signal.parties)
    if (
      signal.does !== 'close' &&
      !episode.parties.some((each) => each.role === party.role && each.actor === party.actor)
    )
      episode.parties.push(party);
  if (signal.does === 'open') {
    if (!episode.open || sharper(signal, episode.open)) episode.open = signal;
    episode.suspendedBy = null;
    if (episode.announced?.does === 'announce-open') episode.announced = null;
    if (signal.name && signal.name.length > (episode.name ?? '').length) episode.name = signal.name;
    episode.detail ??= signal.detail;
  } else if (signal.does === 'change') {
    episode.open ??= signal;
    episode.detail = signal.detail ?? episode.detail;
  } else if (signal.does === 'suspend') episode.suspendedBy = signal;
  else if (signal.does === 'close') {
    if (!episode.close || sharper(signal, episode.close)) episode.close = signal;
    episode.announced = null;
  } else if (signal.does === 'contest') {
    episode.contestedBy.add(signal.claimedBy ?? signal.parties[0]?.actor ?? '');
  } else if (!episode.close) episode.announced = signal;
}

/** A later, vaguer telling of what is known already. */
function restates(signal: TimedSignal, known: TimedSignal): boolean {
  return signal.first !== null && known.last !== null && signal.first <= known.last && signal.first !== signal.last;
}

const width = (signal: TimedSignal): number =>
  signal.first && signal.last ? daysBetween(signal.first, signal.last) : 100_000;

/** Whether a signal says the same more exactly: within the other's days, and fewer of them. */
function sharper(signal: TimedSignal, known: TimedSignal): boolean {
  return (
    width(signal) < width(known) &&
    (known.first === null || (signal.first ?? '') >= known.first) &&
    (known.last === null || (signal.last ?? '') <= known.last)
  );
}

/** Who takes a place ends the control of who held it. */
function endControl(episodes: readonly Episode[]): void {
  const byPlace = new Map<string, Episode[]>();
  for (const episode of episodes) {
    if (episode.kind !== 'territorial-control' || !episode.open) continue;
    const place = episode.parties.find((party) => party.role === 'place')?.actor ?? '';
    byPlace.set(place, [...(byPlace.get(place) ?? []), episode]);
  }
  for (const list of byPlace.values()) {
    const dated = list.sort((a, b) => (a.open ? (b.open ? inOrder(a.open, b.open) : 1) : -1));
    for (const [index, episode] of dated.entries()) {
      const next = dated.slice(index + 1).find((other) => other.open?.last !== episode.open?.last);
      if (next && !episode.close) episode.close = next.open;
    }
  }
}

function relationOf(episode: Episode, asOf: string | null): LedgerRelation {
  const background = episode.signals.find((signal) => signal.background !== null);
  const told = episode.signals.flatMap((signal) => signal.evidence ?? []);
  const by = (does: readonly string[]): readonly string[] => [
    ...new Set(told.filter((each) => does.includes(each.does)).map((each) => each.event)),
  ];
  const known = episode.signals.flatMap((signal) => signal.known ?? []).sort();
  const lastDay = episode.signals.at(-1)?.last ?? null;
  const quiet =
    episode.kind === 'armed-conflict' && asOf !== null && lastDay !== null && daysBetween(lastDay, asOf) > quietDays;
  const started = episode.open ?? null;
  const state =
    episode.close || quiet
      ? 'closed'
      : !started && episode.announced?.does === 'announce-open'
        ? 'announced'
        : episode.suspendedBy
          ? 'suspended'
          : 'open';
  const parties = [...episode.parties].sort((a, b) => a.role.localeCompare(b.role) || a.actor.localeCompare(b.actor));
  const episodeStart = started?.first ?? episode.signals[0]?.first ?? '';
  return {
    id: createHash('sha256')
      .update(`${episode.key} ${parties.map((party) => party.actor).join(' ')} ${episodeStart.slice(0, 4)}`)
      .digest('hex')
      .slice(0, 16),
    kind: episode.kind,
    name: episode.name,
    parties,
    from: started ? partial(started) : null,
    to: episode.close ? partial(episode.close) : quiet ? lastDay : null,
    openedBy: by(['open', 'change']),
    closedBy: by(['close']),
    background: background?.background ?? null,
    known: { from: known[0] ?? '', to: null },
    contestedBy: [...episode.contestedBy].filter(Boolean).sort(),
    state,
    announced: episode.announced
      ? {
          does: episode.announced.does === 'announce-close' ? 'close' : 'open',
          day: futureDay(episode.announced),
        }
      : null,
    detail: episode.detail,
    evidence: told,
  };
}

/** A signal's day in the precision that is known: day, month or year. */
function partial(signal: TimedSignal): string | null {
  if (signal.written !== null) return signal.written;
  const { first, last } = signal;
  if (first === null || last === null) return first ?? last;
  if (first === last) return first;
  if (first.slice(0, 7) === last.slice(0, 7)) return first.slice(0, 7);
  return first.slice(0, 4) === last.slice(0, 4) ? first.slice(0, 4) : null;
}

/** The day that an announcement names, when it lies after the announcement. */
function futureDay({ last, evidence }: TimedSignal): string | null {
  const told = evidence?.document.published?.slice(0, 10);
  return last !== null && told !== undefined && last > told ? last : null;
}
