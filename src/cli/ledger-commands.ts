import { addQuestions } from './ask-ledger.js';
import type { AddCommand } from './commands.js';
import { addCorrections } from './correct.js';
import { addEvents } from './events.js';
import { addExport } from './export.js';
import { addImportEvents } from './import-events.js';
import { addIngest } from './ingest.js';
import { addProfiles } from './profiles.js';
import { addRelations } from './relations.js';
import { addStories } from './stories.js';
import { addWatch } from './watch.js';

/** The commands that write to the ledger or ask it. */
export const ledgerCommands: readonly AddCommand[] = [
  addIngest,
  addWatch,
  addEvents,
  addStories,
  addRelations,
  addProfiles,
  addQuestions,
  addCorrections,
  addExport,
  addImportEvents,
];
