import type { Command } from 'commander';
import type { LedgerCorrection, LedgerDiff, PanelRow, Period, SearchHit } from '../ledger/ledger.js';
import { ontology } from '../ontology/ontology.js';
import { type EventFlags, eventFilter, number, withEventFlags } from './event-flags.js';
import { type OutputFlags, writeItems } from './output-rows.js';
import { showRelation } from './relations.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends EventFlags, LedgerFlags, OutputFlags {
  readonly unit?: string;
  readonly period?: string;
  readonly actors?: string;
  readonly level?: string;
}

/** `chancery search`, `panel` and `diff` */
export function addQuestions(program: Command): void {
  withLedgerFlag(
    program
      .command('search')
      .argument(
        '<words...>',
        'words; "…" a phrase; title:, publisher:, type:, actor:, country:, after:, before:; -word',
      ),
  )
    .description('Documents that hold the words, the best match first.')
    .option('--from <day>', 'published from this day')
    .option('--to <day>', 'published to this day')
    .option('--publisher <name>', 'publisher')
    .option('--known-on <day>', 'what the ledger held on this day')
    .option('--limit <number>', 'hits (default 20)')
    .option('--format <name>', 'text, jsonl, json or csv')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery search \'"Africa Corps" after:2025-06-01\'')
    .action(runSearch);
  withEventFlags(withLedgerFlag(program.command('panel')))
    .description('Counts of dyads or actors by period, zero-filled, with state codes and the number of documents.')
    .option('--unit <name>', 'dyad or actor', 'dyad')
    .option('--period <name>', 'day, week, month or year', 'month')
    .option('--actors <list>', 'the countries or actors of the panel; those that occur when left out')
    .option('--level <name>', 'country or actor', 'country')
    .option('--format <name>', 'csv, jsonl, json or text', 'csv')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText(
      'after',
      '\nExample:\n  chancery panel --period month --actors MLI,FRA,RUS --from 2022-01-01 -o panel.csv',
    )
    .action(runPanel);
  withEventFlags(withLedgerFlag(program.command('diff')))
    .description('What changed between two days: new stories, opened and closed relations, corrections.')
    .option('--format <name>', 'text, jsonl or json')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery diff --from 2025-01-01 --to 2025-01-31')
    .action(runDiff);
}

async function runSearch(words: readonly string[], flags: Flags): Promise<void> {
  const limit = number(flags.limit, 'limit');
  await useLedger(flags, async (ledger) => {
    const hits = await ledger.search({
      words: words.join(' '),
      ...(flags.from ? { from: flags.from } : {}),
      ...(flags.to ? { to: flags.to } : {}),
      ...(flags.publisher ? { publisher: flags.publisher } : {}),
      ...(flags.knownOn ? { knownOn: flags.knownOn } : {}),
      ...(limit === undefined ? {} : { limit }),
    });
    await writeItems(hits, flags, {
      head: ['document', 'published', 'publisher', 'title', 'score', 'events', 'snippet'],
      cells: (hit: SearchHit) => [
        hit.document.id,
        hit.document.published,
        hit.document.publisher,
        hit.document.title,
        hit.score,
        hit.events,
        hit.snippet,
      ],
      text: (all) =>
        all
          .map(
            (hit) =>
              `${[hit.document.published?.slice(0, 10), hit.document.publisher, hit.document.title].filter(Boolean).join(' · ')}  [${hit.document.id}]\n    …${hit.snippet}…`,
          )
          .join('\n'),
      none: 'nothing found',
    });
  });
}

async function runPanel(flags: Flags): Promise<void> {
  const filter = eventFilter(flags);
  const types = ontology().types.map((type) => type.code);
  await useLedger(flags, async (ledger) => {
    const rows: PanelRow[] = [];
    for await (const row of ledger.panel({
      ...filter,
      unit: flags.unit as 'dyad',
      period: flags.period as Period,
      level: flags.level as 'country',
      ...(flags.actors ? { actors: flags.actors.split(',').map((actor) => actor.trim()) } : {}),
    }))
      rows.push(row);
    await writeItems(rows, flags, {
      head: [
        'period',
        'source',
        'source_cow',
        'source_gw',
        'target',
        'target_cow',
        'target_gw',
        'events',
        'quad1',
        'quad2',
        'quad3',
        'quad4',
        ...types,
        'documents',
      ],
      cells: (row: PanelRow) => [
        row.period,
        row.source,
        row.sourceCow,
        row.sourceGw,
        row.target,
        row.targetCow,
        row.targetGw,
        row.events,
        ...row.quads,
        ...types.map((type) => row.types[type] ?? 0),
        row.documents,
      ],
      none: 'no events',
    });
  });
}

async function runDiff(flags: Flags): Promise<void> {
  const { from, to, ...filter } = eventFilter(flags);
  const { ChanceryError } = await import('../errors.js');
  if (from === undefined || to === undefined) throw new ChanceryError('usage', 'diff needs --from and --to');
  await useLedger(flags, async (ledger) => {
    const diff = await ledger.diff({ ...filter, from, to });
    await writeItems([diff], flags, { head: [], cells: () => [], text: () => showDiff(diff), none: '' });
  });
}

function showDiff(diff: LedgerDiff): string {
  const relations = (title: string, list: LedgerDiff['opened']): readonly string[] =>
    list.length === 0
      ? []
      : [`${title}:`, ...list.map((relation) => `  ${showRelation(relation).replaceAll('\n', '\n  ')}`)];
  return [
    `From ${diff.from} to ${diff.to}: ${diff.stories.length} new stories, ${diff.opened.length} relations opened, ${diff.closed.length} closed, ${diff.changed.length} changed, ${diff.corrections.length} corrections`,
    ...relations('Opened', diff.opened),
    ...relations('Closed', diff.closed),
    ...relations('Changed', diff.changed),
    ...(diff.corrections.length > 0 ? ['Corrected:', ...diff.corrections.map(showCorrection)] : []),
    ...(diff.stories.length > 0
      ? [
          'Stories:',
          ...diff.stories.map((story) => `  ${story.first ?? ''} ${story.type}: ${story.sentence} [${story.id}]`),
        ]
      : []),
  ].join('\n');
}

export function showCorrection(correction: LedgerCorrection): string {
  const state = correction.undone ? 'undone' : correction.applied ? 'applied' : 'finds no event';
  return `  ${correction.time.slice(0, 10)} ${correction.author}: ${correction.field} ${JSON.stringify(correction.old)} → ${JSON.stringify(correction.new)} (${correction.reason}), ${state} [${correction.id}]`;
}
