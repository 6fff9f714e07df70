import type { AddCommand } from './commands.js';
import { addEvents } from './events.js';
import { addIngest } from './ingest.js';
import { addWatch } from './watch.js';

/** The commands that write to the ledger or ask it. */
export const ledgerCommands: readonly AddCommand[] = [addIngest, addWatch, addEvents];
