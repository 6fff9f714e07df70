import { ChanceryError } from '../errors.js';
import { readCorrections } from './correct.js';
import type { Database } from './database.js';
import { addDays, bareDay, dayParameter } from './days.js';
import type { Ledger, LedgerDiff, LedgerRelation, StorySummary } from './ledger.js';
import { readRelations } from './read-relations.js';
import { readStories } from './read-stories.js';

const mostStories = 1000;

/** What changed between two days: new stories, opened, closed and changed relations, corrections. */
export const readDiff =
  (db: Database): Ledger['diff'] =>
  async ({ from, to, ...filter }): Promise<LedgerDiff> => {
    if (dayParameter(from, 'from') > dayParameter(to, 'to'))
      throw new ChanceryError('usage', `from lies after to: ${from}`);
    const concerned = filter.actor === undefined ? {} : { actor: filter.actor };
    const [before, after] = await Promise.all([
      readRelations(db, { asOf: from, all: true, ...concerned }),
      readRelations(db, { asOf: to, all: true, ...concerned }),
    ]);
    const was = new Map(before.map((relation) => [relation.id, relation]));
    const within = (day: string | null): boolean => day !== null && day > from.slice(0, day.length) && day <= to;
    const opened = after.filter((relation) => {
      const old = was.get(relation.id);
      return relation.state !== 'closed' && relation.from !== null && !old && within(relation.from);
    });
    const closed = after.filter(
      (relation) =>
        relation.state === 'closed' &&
        was.get(relation.id)?.state !== 'closed' &&
        (was.has(relation.id) || within(relation.to)),
    );
    const changed = after.filter((relation) => {
      const old = was.get(relation.id);
      return old !== undefined && relation.state !== 'closed' && differs(old, relation);
    });
    const corrections = (await readCorrections(db, {})).filter((correction) => {
      const day = bareDay(correction.time) ?? '';
      return day > from && day <= to;
    });
    const stories: StorySummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await readStories(db, {
        ...filter,
        from: addDays(from, 1),
        to,
        limit: 200,
        ...(cursor ? { cursor } : {}),
      });
      stories.push(...page.items.filter((story) => story.first === null || story.first > from));
      cursor = page.next ?? undefined;
    } while (cursor && stories.length < mostStories);
    return { from, to, stories, opened, closed, changed, corrections };
  };

function differs(a: LedgerRelation, b: LedgerRelation): boolean {
  return (
    a.state !== b.state ||
    a.detail !== b.detail ||
    a.parties.length !== b.parties.length ||
    JSON.stringify(a.announced) !== JSON.stringify(b.announced)
  );
}
