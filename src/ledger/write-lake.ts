import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChanceryError } from '../errors.js';
import { openDatabase } from './database.js';

const span = { start: 'INTEGER', end: 'INTEGER', text: 'VARCHAR' };
const party = {
  ...{
    actor: 'VARCHAR',
    name: 'VARCHAR',
    country: 'VARCHAR',
    sectors: ['VARCHAR'],
    office: 'VARCHAR',
    basis: 'VARCHAR',
  },
  span,
};
/** The fields of a line that become columns, as `spark/code_news.py` names and types them. */
const shape = {
  document: { id: 'VARCHAR', uri: 'VARCHAR', published: 'VARCHAR', publisher: 'VARCHAR', title: 'VARCHAR' },
  ...{
    id: 'VARCHAR',
    type: 'VARCHAR',
    modes: ['VARCHAR'],
    contexts: ['VARCHAR'],
    quad: 'INTEGER',
    intensity: 'DOUBLE',
  },
  ...{ cameo: 'VARCHAR', status: 'VARCHAR', sources: [party], targets: [party], trigger: span, sentence: span },
  object: { span, kind: 'VARCHAR' },
  place: {
    ...{ id: 'VARCHAR', name: 'VARCHAR', country: 'VARCHAR', admin1: 'VARCHAR' },
    ...{ latitude: 'DOUBLE', longitude: 'DOUBLE', precision: 'VARCHAR' },
  },
  time: { first: 'VARCHAR', last: 'VARCHAR', precision: 'VARCHAR', basis: 'VARCHAR' },
  claim: { how: 'VARCHAR' },
  confidence: 'DOUBLE',
  coder: { version: 'VARCHAR', model: 'VARCHAR', data: 'VARCHAR' },
};

/**
 * Writes lines of coded events as a lake: Parquet partitioned by `part` and month of publication, in the columns of the
 * Spark job, closed by `_SUCCESS`. Returns the number of rows. Throws `conflict` when the folder holds something already.
 */
export async function writeLake(folder: string, lines: AsyncIterable<readonly string[]>): Promise<number> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ChanceryError('conflict', `folder is not empty: ${folder}`);
  await mkdir(folder, { recursive: true });
  const db = await openDatabase(':memory:');
  let count = 0;
  try {
    await db.transaction((writer) => writer.run('create table lines (line varchar)'));
    for await (const batch of lines) {
      await db.transaction((writer) =>
        writer.append(
          'lines',
          batch.map((line) => [line]),
        ),
      );
      count += batch.length;
    }
    const target = join(folder).replaceAll("'", "''");
    await db.transaction((writer) =>
      writer.run(
        `copy (
           select e.id as event_id, e.document.id as document_id, e.document.uri, e.document.publisher, e.document.title,
             e.document.published, e.type, e.modes, e.contexts, e.quad, e.intensity, e.cameo, e.status, e.sources, e.targets,
             e.trigger, e.sentence, e.object, e.place, try_cast(e.time.first as date) as first_day,
             try_cast(e.time.last as date) as last_day, e.time.precision as time_precision, e.claim.how as claim,
             e.confidence, e.coder, null::struct(code varchar, message varchar) as error, null::varchar as skipped, line,
             'events' as part, coalesce(nullif(e.document.published[1:7], ''), 'unknown') as month
           from (select line, json_transform(line, '${JSON.stringify(shape)}') as e from lines)
         ) to '${target}' (format parquet, compression zstd, partition_by (part, month), overwrite_or_ignore true)`,
      ),
    );
    await writeFile(join(folder, '_SUCCESS'), '');
    return count;
  } finally {
    db.close();
  }
}
