import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.object({ url: z.url(), token: z.string().min(1), pid: z.number().int() });

/** Where the process that has a ledger open answers for it, and the token that it asks for. */
export type Owner = z.infer<typeof schema>;

/** Says beside the ledger who has it open; readable by the user alone. */
export function writeOwner(ledger: string, owner: Owner): void {
  const file = ownerFile(ledger);
  const draft = `${file}.${owner.pid}`;
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** The owner of a ledger; null when none said so. */
export function readOwner(ledger: string): Owner | null {
  try {
    return schema.parse(JSON.parse(readFileSync(ownerFile(ledger), 'utf8')));
  } catch {
    return null;
  }
}

/** Takes the file away again, unless another process has written it since. */
export function removeOwner(ledger: string, pid: number): void {
  if (readOwner(ledger)?.pid === pid) rmSync(ownerFile(ledger), { force: true });
}

function ownerFile(ledger: string): string {
  return `${ledger}.owner`;
}
