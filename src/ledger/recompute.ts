import type { Database } from './database.js';
import { eventsByKey } from './read-events.js';
import { readRelations } from './read-relations.js';
import type { RelationRules } from './relation-rules.js';
import { signalsOf } from './relation-signals.js';
import { updateStories } from './update-stories.js';

const batch = 2000;

/** Computes stories, what events say of relations, and the relation table anew. Events whose text is not kept leave their signals as they are. */
export async function recomputeLedger(db: Database, rules: RelationRules): Promise<void> {
  await db.transaction(async (writer) => {
    await writer.run('delete from story_events');
    await writer.run('delete from pending');
    await writer.run('insert into pending select key, false from events where known_to is null');
  });
  await updateStories(db);
  for (let after = 0; ; ) {
    const rows = await db.all(
      `select e.key::double as key from events e join texts t on t.document_key = e.document_key where e.key > ${after} order by e.key limit ${batch}`,
    );
    const keys = rows.map((row) => Number(row.key));
    const last = keys.at(-1);
    if (last === undefined) break;
    const events = await eventsByKey(db, keys);
    const signals = events.flatMap((event, index) =>
      signalsOf(event, { published: event.document.published, sentence: event.sentence.text }, rules).map((signal) => [
        keys[index] ?? 0,
        signal.rule,
        signal.kind,
        signal.does,
        signal.name,
        JSON.stringify(signal.parties),
        signal.day,
        signal.detail,
      ]),
    );
    await db.transaction(async (writer) => {
      await writer.run(`delete from signals where event_key in (${keys.join(', ')})`);
      await writer.append('signals', signals);
    });
    after = last;
  }
  const relations = await readRelations(db, { all: true });
  await db.transaction(async (writer) => {
    await writer.run('delete from relations');
    await writer.append(
      'relations',
      relations.map((relation) => [
        relation.id,
        relation.kind,
        relation.name,
        relation.state,
        JSON.stringify(relation.parties),
        relation.from,
        relation.to,
        relation.openedBy.join('|'),
        relation.closedBy.join('|'),
        relation.contestedBy.join('|'),
        relation.background,
        relation.known.from === '' ? null : relation.known.from.replace('T', ' ').replace('Z', ''),
      ]),
    );
  });
}
