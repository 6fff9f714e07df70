import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/package-root.js';
import { seeded } from '../test/read/mutate.js';

/** What a long stream through `chancery code -` gave; memory in MiB, null where the system does not tell it. */
export interface CodeSoak {
  readonly documents: number;
  readonly answered: number;
  readonly events: number;
  /** Highest memory from the tenth to the fifth part of the stream, and in its last fifth. */
  readonly early: number | null;
  readonly late: number | null;
  readonly status: number | null;
  readonly seconds: number;
}

/** How much more memory the end of the stream may take than its beginning; a leak of one kilobyte a document would show. */
export const mostGrowth = 1.2;

const actors = ['Kenya', 'Norway', 'The Peruvian army', 'The king of Jordan', 'Rebels in Chad', 'The Indian police'];
const acts = [
  'signed a treaty with',
  'shelled',
  'accused',
  'sent doctors to',
  'met',
  'expelled',
  'will ban ships from',
];
const others = ['Uganda', 'Serbia', 'Chile', 'the president of Cyprus', 'students in Accra', 'the ambassador of Nepal'];
const days = ['on Monday', 'last week', 'in Geneva', 'after talks', 'on 3 March 2024', 'near the border'];

/** Streams made-up documents of one to three sentences through the command line and watches its memory. */
export async function soakCode(documents = 100_000): Promise<CodeSoak> {
  const random = seeded(20_251_124);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const sentence = (): string => `${pick(actors)} ${pick(acts)} ${pick(others)} ${pick(days)}.`;
  const begin = performance.now();
  const main = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
  const coder = spawn(process.execPath, [main, 'code', '-', '--format', 'jsonl', '--receipts'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(coder, 'close');
  const seen = { last: '', answered: 0, events: 0, early: 0, late: 0 };
  const watch = (): void => {
    const memory = memoryOf(coder.pid);
    if (seen.answered >= documents / 10 && seen.answered <= documents / 5) seen.early = Math.max(seen.early, memory);
    if (seen.answered >= (documents * 4) / 5) seen.late = Math.max(seen.late, memory);
  };
  const answers = (async () => {
    const every = Math.max(1, Math.floor(documents / 200));
    for await (const line of createInterface({ input: coder.stdout })) {
      const answer = JSON.parse(line);
      if (answer.type !== undefined) seen.events += 1;
      if (answer.document.id === seen.last) continue;
      seen.last = answer.document.id;
      seen.answered += 1;
      if (seen.answered % every === 0) watch();
    }
  })();
  for (let index = 0; index < documents; index++) {
    const text = Array.from({ length: 1 + (index % 3) }, sentence).join(' ');
    const line = JSON.stringify({ id: `d${index}`, text: `${text} (${index})`, published: '2024-03-12' });
    if (!coder.stdin.write(`${line}\n`)) await once(coder.stdin, 'drain');
  }
  coder.stdin.end();
  await answers;
  const [status] = await ended;
  return {
    documents,
    answered: seen.answered,
    events: seen.events,
    early: seen.early || null,
    late: seen.late || null,
    status,
    seconds: Math.round((performance.now() - begin) / 1000),
  };
}

/** Whether every document was answered and memory stayed flat. */
export function isSound({ documents, answered, early, late, status }: CodeSoak): boolean {
  return status === 0 && answered === documents && (early === null || late === null || late <= early * mostGrowth);
}

function memoryOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}

if (process.argv[1]?.endsWith('soak-code.js')) {
  const result = await soakCode(Number(process.argv[2] ?? 100_000));
  if (result.documents >= 100_000)
    writeFileSync(join(packageRoot(), 'bench', 'soak-code.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = isSound(result) ? 0 : 1;
}
