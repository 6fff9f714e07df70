import type { Command } from 'commander';
import type { StoryDetail, StorySummary } from '../ledger/ledger.js';
import { type EventFlags, eventFilter, withEventFlags, withPageFlags } from './event-flags.js';
import { type OutputFlags, writeItems } from './output-rows.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends EventFlags, LedgerFlags, OutputFlags {
  readonly recompute?: boolean;
}

/** `chancery stories` */
export function addStories(program: Command): void {
  const command = program
    .command('stories')
    .description(
      'Happenings, each once, with the mentions that tell them, why they were merged, and where they disagree.',
    );
  withPageFlags(withEventFlags(withLedgerFlag(command)))
    .option('--format <name>', 'text, jsonl, json or csv')
    .option('-o, --output <file>', 'write to a file')
    .option('--recompute', 'merge anew from the events first')
    .addHelpText('after', '\nExample:\n  chancery stories --actor MLI --from 2025-06-01\n  chancery stories --story ID')
    .action(runStories);
}

async function runStories(flags: Flags): Promise<void> {
  const filter = eventFilter(flags);
  await useLedger(flags, async (ledger) => {
    if (flags.recompute) await ledger.recompute();
    if (flags.story !== undefined) {
      const story = await ledger.story(flags.story, filter);
      await writeItems([story], flags, { ...columns, text: ([one]) => (one ? showStory(one) : '') });
      return;
    }
    const page = await ledger.stories(filter);
    await writeItems(page.items, flags, { ...columns, text: (items) => items.map(showSummary).join('\n') });
    if (page.next && (flags.format ?? 'text') === 'text') process.stdout.write(`more: --cursor ${page.next}\n`);
  });
}

const names = (parties: StorySummary['sources']): string => parties.map((party) => party.name).join(', ');
const days = (story: StorySummary): string =>
  story.first === story.last ? (story.first ?? 'no date') : `${story.first}…${story.last}`;

const columns = {
  head: [
    'story',
    'type',
    'first',
    'last',
    'sources',
    'targets',
    'place',
    'mentions',
    'documents',
    'disagreements',
    'sentence',
  ],
  cells: (story: StorySummary) => [
    story.id,
    story.type,
    story.first,
    story.last,
    names(story.sources),
    names(story.targets),
    story.place?.name ?? null,
    story.mentions,
    story.documents,
    story.disagreements.map(({ field }) => field).join('|'),
    story.sentence,
  ],
  none: 'no stories',
};

function showSummary(story: StorySummary): string {
  const head = [
    days(story),
    [story.type, ...story.modes].join('-'),
    `${names(story.sources) || '?'} → ${names(story.targets) || '–'}`,
    story.place?.name ?? '',
    story.mentions > 1 ? `${story.mentions} mentions, ${story.publishers.length} publishers` : '',
  ];
  const disagree = story.disagreements.map(
    ({ field, values }) =>
      `    ${field}: ${values.map(({ value, events }) => `${value} (${events.length})`).join(', ')}`,
  );
  return [`${head.filter(Boolean).join(' · ')}  [${story.id}]`, `    ${story.sentence}`, ...disagree].join('\n');
}

function showStory(story: StoryDetail): string {
  const mentions = story.events.map((event) => {
    const merge = story.merges.find((each) => each.event === event.id);
    const why = merge ? `\n      merged ${merge.score.toFixed(2)}: ${merge.because.join('; ')}` : '';
    return `  ${event.document.published?.slice(0, 10) ?? ''} ${event.document.publisher ?? ''} ${event.status} [${event.id}]\n      ${event.sentence.text.replace(/\s+/g, ' ')}${why}`;
  });
  return [showSummary(story), ...mentions].join('\n');
}
