import type { Command } from 'commander';
import type { ActorProfile, Balance, PairProfile } from '../ledger/ledger.js';
import { type EventFlags, eventFilter, withEventFlags } from './event-flags.js';
import { type OutputFlags, writeItems } from './output-rows.js';
import { showRelation } from './relations.js';
import { type LedgerFlags, useLedger, withLedgerFlag } from './use-ledger.js';

interface Flags extends EventFlags, LedgerFlags, OutputFlags {}

const formats = 'text, jsonl or json';

/** `chancery actor ID` and `chancery pair A B` */
export function addProfiles(program: Command): void {
  withEventFlags(withLedgerFlag(program.command('actor').argument('<id>', 'actor id, such as MLI or igo/ecowas')))
    .description('An actor: offices, memberships, accords, counterparts, cooperation and conflict over time.')
    .option('--format <name>', formats)
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery actor MLI --from 2025-01-01')
    .action(async (id: string, flags: Flags) => {
      const filter = eventFilter(flags);
      await useLedger(flags, async (ledger) => {
        const profile = await ledger.actor(id, filter);
        await writeItems([profile], flags, { head: [], cells: () => [], text: () => showActor(profile), none: '' });
      });
    });
  withEventFlags(withLedgerFlag(program.command('pair').argument('<a>', 'actor id').argument('<b>', 'actor id')))
    .description('Two actors: what passed between them and what stands between them.')
    .option('--format <name>', formats)
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', '\nExample:\n  chancery pair MLI FRA --as-of 2024-01-01')
    .action(async (a: string, b: string, flags: Flags) => {
      const filter = eventFilter(flags);
      await useLedger(flags, async (ledger) => {
        const profile = await ledger.pair(a, b, filter);
        await writeItems([profile], flags, { head: [], cells: () => [], text: () => showPair(profile), none: '' });
      });
    });
}

const shownMonths = 24;

function showBalance(balance: readonly Balance[]): readonly string[] {
  return balance
    .slice(-shownMonths)
    .map(
      (month) =>
        `    ${month.period}  cooperation ${month.verbalCooperation + month.materialCooperation}  conflict ${month.verbalConflict + month.materialConflict}`,
    );
}

function showActor(profile: ActorProfile): string {
  const open = (relations: ActorProfile['relations']): readonly string[] =>
    relations
      .filter((relation) => relation.state !== 'closed')
      .map((relation) => `  ${showRelation(relation).split('\n')[0]}`);
  return [
    `${profile.name} (${profile.id}), ${profile.events} events by pairs, ${profile.first ?? '–'} to ${profile.last ?? '–'}`,
    'Offices, memberships, accords and other relations:',
    ...open([...profile.offices, ...profile.memberships, ...profile.agreements, ...profile.relations]),
    'Counterparts:',
    ...profile.counterparts.map(
      (other) =>
        `  ${other.name} (${other.actor})  ${other.events} events, cooperation ${other.cooperation}, conflict ${other.conflict}`,
    ),
    'Types, as source and as target:',
    ...profile.types.map((row) => `  ${row.type.padEnd(10)} ${row.asSource} ${row.asTarget}`),
    'By month:',
    ...showBalance(profile.balance),
  ].join('\n');
}

function showPair(profile: PairProfile): string {
  return [
    `${profile.a.name} and ${profile.b.name}: ${profile.events} events`,
    ...profile.types.map((row) => `  ${row.type.padEnd(10)} there ${row.there}, back ${row.back}`),
    'By month:',
    ...showBalance(profile.balance),
    'Relations:',
    ...profile.relations.map((relation) => `  ${showRelation(relation).split('\n')[0]}`),
    'Latest:',
    ...profile.latest.map((story) => `  ${story.first ?? ''} ${story.type}: ${story.sentence}`),
  ].join('\n');
}
