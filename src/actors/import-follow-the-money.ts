import { ChanceryError } from '../errors.js';
import { fromAlpha2, type ImportedRow, type ImportSink, listOf } from './import-rows.js';

interface Entity {
  readonly id: string;
  readonly schema: string;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

const bodies = new Set(['Organization', 'Company', 'PublicBody', 'LegalEntity']);
/** OpenSanctions topics and the sectors they say. */
const topics: Readonly<Record<string, string>> = {
  'role.judge': 'JUD',
  'role.spy': 'SPY',
  'role.journo': 'JRN',
  'role.lawyer': 'CVL',
  'role.act': 'CVL',
  'role.diplo': 'GOV',
  'role.oligarch': 'BUS',
  'role.pep': 'GOV',
  'role.pol': 'PTY',
  'pol.party': 'PTY',
  'pol.union': 'LAB',
  'gov.executive': 'GOV',
  'gov.legislative': 'LEG',
  'gov.judicial': 'JUD',
  'gov.security': 'MIL',
  'gov.financial': 'GOV',
  'gov.muni': 'GOV',
  'gov.state': 'GOV',
  'gov.national': 'GOV',
  'gov.head': 'GOV',
  gov: 'GOV',
  mil: 'MIL',
  rel: 'REL',
  'crime.terror': 'REB',
  crime: 'CRM',
};

/**
 * Turns FollowTheMoney entities, one JSON object a line, into rows. People's offices come from Occupancy and Position
 * entities, which may stand anywhere in the file, so that it is read twice. A bad line is reported and left out.
 */
export async function importFollowTheMoney(lines: () => AsyncIterable<string>, sink: ImportSink): Promise<void> {
  const positions = new Map<string, string>();
  const occupancies = new Map<string, string[]>();
  for await (const line of lines()) {
    if (!line.includes('"Position"') && !line.includes('"Occupancy"')) continue;
    const entity = entityOf(line);
    if (entity === null) continue;
    const { properties: found } = entity;
    if (entity.schema === 'Position') {
      positions.set(
        entity.id,
        [found.name?.[0] ?? '', (found.country ?? []).join(' '), (found.topics ?? []).join(' ')].join('\t'),
      );
    } else if (entity.schema === 'Occupancy') {
      const kept = [found.post?.[0] ?? '', found.startDate?.[0] ?? '', found.endDate?.[0] ?? ''].join('\t');
      for (const holder of found.holder ?? []) occupancies.set(holder, [...(occupancies.get(holder) ?? []), kept]);
    }
  }
  let number = 0;
  for await (const line of lines()) {
    number += 1;
    if (line.trim() === '') continue;
    const entity = entityOf(line);
    if (entity === null) sink.bad(number, 'not a FollowTheMoney entity');
    else if (entity.schema === 'Person') personRows(entity, occupancies, positions).forEach(sink.person);
    else if (bodies.has(entity.schema)) sink.actor(bodyRow(entity));
  }
}

function entityOf(line: string): Entity | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const { id, schema, properties } = value as Record<string, unknown>;
    if (typeof id !== 'string' || typeof schema !== 'string' || typeof properties !== 'object' || properties === null)
      return null;
    const clean: Record<string, readonly string[]> = {};
    for (const [key, list] of Object.entries(properties)) clean[key] = listOf(list);
    return { id, schema, properties: clean };
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw new ChanceryError('bad_input', 'entity cannot be read', { cause });
  }
}

function personRows(
  entity: Entity,
  occupancies: ReadonlyMap<string, readonly string[]>,
  positions: ReadonlyMap<string, string>,
): ImportedRow[] {
  const { properties: found } = entity;
  const name = found.name?.[0];
  if (name === undefined) return [];
  const country = fromAlpha2(found.nationality?.[0] ?? found.citizenship?.[0] ?? found.country?.[0] ?? '');
  const base = {
    id: `person/${entity.id}`,
    name,
    aliases: [...(found.name ?? []).slice(1), ...(found.alias ?? [])],
    sectors: sectorsOf(found.topics ?? []) || 'CVL',
    from: '',
    to: '',
  };
  const rows = (occupancies.get(entity.id) ?? []).map((kept): ImportedRow => {
    const [post = '', from = '', to = ''] = kept.split('\t');
    const [office = '', countries = '', postTopics = ''] = (positions.get(post) ?? '').split('\t');
    return {
      ...base,
      office: office || post,
      country: fromAlpha2(countries.split(' ')[0] ?? '') || country,
      sectors: sectorsOf(postTopics.split(' ')) || 'GOV',
      from: from.slice(0, 10),
      to: to.slice(0, 10),
    };
  });
  if (rows.length > 0) return rows;
  return [{ ...base, office: found.position?.[0] ?? '', country }];
}

function bodyRow(entity: Entity): ImportedRow {
  const { properties: found } = entity;
  const company = entity.schema === 'Company' ? 'BUS' : entity.schema === 'PublicBody' ? 'GOV' : '';
  return {
    id: `organisation/${entity.id}`,
    name: found.name?.[0] ?? entity.id,
    aliases: [...(found.name ?? []).slice(1), ...(found.alias ?? []), ...(found.weakAlias ?? [])],
    office: '',
    country: fromAlpha2(found.country?.[0] ?? found.jurisdiction?.[0] ?? found.mainCountry?.[0] ?? ''),
    sectors: sectorsOf(found.topics ?? []) || company,
    from: (found.incorporationDate?.[0] ?? '').slice(0, 10),
    to: (found.dissolutionDate?.[0] ?? '').slice(0, 10),
  };
}

function sectorsOf(list: readonly string[]): string {
  return [...new Set(list.flatMap((topic) => topics[topic] ?? []))].join(' ');
}
