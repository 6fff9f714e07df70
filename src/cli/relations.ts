import type { Command } from 'commander';
import { ChanceryError } from '../errors.js';
import type { LedgerRelation } from '../ledger/ledger.js';
import { type RelationKind, relationKinds } from '../records/relation.js';
import { type OutputFlags, writeItems } from './output-rows.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends LedgerFlags, OutputFlags {
  readonly kind?: string;
  readonly actor?: string;
  readonly with?: string;
  readonly asOf?: string;
  readonly knownOn?: string;
  readonly background: boolean;
  readonly all?: boolean;
  readonly recompute?: boolean;
}

/** `chancery relations` */
export function addRelations(program: Command): void {
  const command = program
    .command('relations')
    .description(
      'What stands between actors: memberships, accords, alliances, deployments, sanctions, offices and more.',
    );
  withLedgerFlag(command)
    .option('--kind <list>', relationKinds.join(', '))
    .option('--actor <id>', 'actor in any role')
    .option('--with <id>', 'the other actor')
    .option('--as-of <day>', 'what was true on this day')
    .option('--known-on <day>', 'what the ledger held on this day')
    .option('--no-background', 'only what documents said')
    .option('--all', 'also what has ended')
    .option('--recompute', 'read the events by the rules anew first')
    .option('--format <name>', 'text, jsonl, json or csv')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery relations --kind membership --actor MLI --as-of 2025-08-15')
    .action(runRelations);
}

async function runRelations(flags: Flags): Promise<void> {
  const kinds = flags.kind?.split(',').map((kind): RelationKind => {
    const found = relationKinds.find((each) => each === kind.trim());
    if (!found) throw new ChanceryError('usage', `unknown kind: ${kind} (one of ${relationKinds.join(', ')})`);
    return found;
  });
  await useLedger(flags, async (ledger) => {
    if (flags.recompute) await ledger.recompute();
    const relations = await ledger.relations({
      ...(kinds ? { kinds } : {}),
      ...(flags.actor ? { actor: flags.actor } : {}),
      ...(flags.with ? { with: flags.with } : {}),
      ...(flags.asOf ? { asOf: flags.asOf } : {}),
      ...(flags.knownOn ? { knownOn: flags.knownOn } : {}),
      background: flags.background,
      all: flags.all === true,
    });
    await writeItems(relations, flags, relationColumns);
  });
}

export const relationColumns = {
  head: ['id', 'kind', 'state', 'parties', 'name', 'from', 'to', 'detail', 'background', 'contested_by', 'evidence'],
  cells: (relation: LedgerRelation) => [
    relation.id,
    relation.kind,
    relation.state,
    relation.parties.map((party) => `${party.role}:${party.actor}`).join('|'),
    relation.name,
    relation.from,
    relation.to,
    relation.detail,
    relation.background,
    relation.contestedBy.join('|'),
    relation.evidence.map((each) => each.event).join('|'),
  ],
  text: (relations: readonly LedgerRelation[]) => relations.map(showRelation).join('\n'),
  none: 'no relations',
};

const shownSentences = 4;

/** A relation with the sentences, or the data row, that say so. */
export function showRelation(relation: LedgerRelation): string {
  const parties = relation.parties.map((party) => `${party.actor} (${party.role})`).join(', ');
  const life = `${relation.from ?? 'before'} to ${relation.to ?? 'now'}`;
  const head = [
    relation.kind,
    relation.state,
    parties,
    relation.name ?? '',
    relation.detail ?? '',
    life,
    relation.announced
      ? `${relation.announced.does} announced${relation.announced.day ? ` for ${relation.announced.day}` : ''}`
      : '',
    relation.contestedBy.length > 0 ? `contested by ${relation.contestedBy.join(', ')}` : '',
  ];
  const seen = new Set<string>();
  const told = relation.evidence.filter(
    (each) => !seen.has(each.sentence + each.does) && seen.add(each.sentence + each.does),
  );
  const lines = told
    .slice(0, shownSentences)
    .map(
      (each) =>
        `    ${each.day ?? ''} ${each.does}: ${each.sentence} (${[each.document.publisher, each.document.published?.slice(0, 10)].filter(Boolean).join(', ')})`,
    );
  return [
    head.filter(Boolean).join(' · '),
    ...(relation.background ? [`    background: ${relation.background}`] : []),
    ...lines,
    ...(told.length > shownSentences ? [`    and ${told.length - shownSentences} more`] : []),
  ].join('\n');
}
