import type { ImportedRow, ImportSink } from './import-rows.js';

interface Block {
  readonly line: number;
  readonly names: string[];
  readonly codes: { readonly code: string; readonly from: string; readonly to: string }[];
}

const slots = new Set(['IGO', 'NGO', 'NGM', 'IMG', 'MNC', 'INT', 'UIS']);
/** CAMEO role codes as PLOVER sectors, after the ontology's `cameoSectorMap`. */
const sectors: Readonly<Record<string, string>> = {
  GOV: 'GOV',
  MIL: 'MIL',
  COP: 'COP',
  JUD: 'JUD',
  LEG: 'LEG',
  SPY: 'SPY',
  PTY: 'PTY',
  OPP: 'OPP',
  REB: 'REB',
  INS: 'REB',
  SEP: 'REB',
  UAF: 'UAF',
  AGR: 'AGR',
  BUS: 'BUS',
  CRM: 'CRM',
  CVL: 'CVL',
  EDU: 'EDU',
  ELI: 'ELI',
  LAB: 'LAB',
  REF: 'REF',
  REL: 'REL',
  MED: 'JRN',
  HLH: 'MED',
  DEV: 'SOC',
  ENV: 'SOC',
  HRI: 'SOC',
  UIS: 'UNK',
  PRE: 'PRE',
};

/**
 * Turns PETRARCH actor and agent dictionaries into rows: `NAME_ [CODE 19990101-20041231]`, further `[…]` and `+ALIAS`
 * lines for the same actor; agents `GUNMAN {GUNMEN} [~UAF]`. A line of another form is reported and left out.
 */
export async function importPetrarch(lines: () => AsyncIterable<string>, sink: ImportSink): Promise<void> {
  let block: Block | null = null;
  let number = 0;
  for await (const raw of lines()) {
    number += 1;
    const line = raw.replace(/#.*$/, '').trim();
    if (line === '' || line.startsWith('<!') || line.startsWith('!')) continue;
    const agent = /^([^[{+]+?)\s*(?:\{([^}]*)\}\s*)?\[~([A-Z]{3,9})[^\]]*\]$/.exec(line);
    if (agent) {
      const code = sectorsOf(agent[3] ?? '').join(' ');
      for (const words of [agent[1] ?? '', agent[2] ?? ''])
        if (words.trim() !== '') sink.role(spell(words).toLowerCase(), code);
    } else if (line.startsWith('+') && block !== null) {
      block.names.push(spell(line.slice(1).replace(/\[.*$/, '')));
      readCodes(line, block);
    } else if (line.startsWith('[') && block !== null) readCodes(line, block);
    else if (/^[\p{L}\p{N}'.&-][^[\]]*(\[[^\]]*\]\s*)*$/u.test(line)) {
      if (block !== null) flush(block, sink);
      block = { line: number, names: [spell(line.replace(/\[.*$/, ''))], codes: [] };
      readCodes(line, block);
    } else sink.bad(number, 'not an actor or agent line');
  }
  if (block !== null) flush(block, sink);
}

/** `VLADIMIR_PUTIN_` as a name. */
function spell(words: string): string {
  const name = words.replace(/_/g, ' ').replace(/\s+/g, ' ').trim();
  return name === name.toUpperCase()
    ? name.replace(/\p{L}+/gu, (word) => (word.length < 3 ? word : (word[0] ?? '') + word.slice(1).toLowerCase()))
    : name;
}

function readCodes(line: string, block: Block): void {
  for (const [, inside = ''] of line.matchAll(/\[([^\]]*)\]/g)) {
    const [code = '', ...rest] = inside.trim().split(/\s+/);
    const range = rest.join('');
    const before = /^<(\d{6,8})$/.exec(range);
    const after = /^>(\d{6,8})$/.exec(range);
    const both = /^(\d{6,8})?-(\d{6,8})?$/.exec(range);
    block.codes.push({
      code,
      from: day(after?.[1] ?? both?.[1] ?? ''),
      to: day(before?.[1] ?? both?.[2] ?? ''),
    });
  }
}

function day(digits: string): string {
  const full = digits.length === 6 ? `${Number(digits.slice(0, 2)) > 30 ? '19' : '20'}${digits}` : digits;
  return full.length === 8 ? `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}` : '';
}

function sectorsOf(code: string): readonly string[] {
  const parts = code.match(/.{3}/g) ?? [];
  return [...new Set(parts.flatMap((part) => sectors[part] ?? []))];
}

function flush(block: Block, sink: ImportSink): void {
  const [name = '', ...aliases] = block.names;
  if (name === '' || block.codes.length === 0) {
    sink.bad(block.line, 'no code');
    return;
  }
  for (const { code, from, to } of block.codes) {
    const first = code.slice(0, 3);
    const country = slots.has(first) || sectors[first] === undefined ? first : '';
    const row: ImportedRow = {
      id: `petrarch/${name.toLowerCase().replace(/\s+/g, '-')}`,
      name,
      aliases,
      country,
      office: '',
      sectors: sectorsOf(country === '' ? code : code.slice(3)).join(' '),
      from,
      to,
    };
    sink.actor(row);
  }
}
