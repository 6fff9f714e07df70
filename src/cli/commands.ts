import type { Command } from 'commander';
import { addCode } from './code.js';
import { addDemo } from './demo.js';
import { addDoctor } from './doctor.js';
import { addEvaluate } from './evaluate.js';
import { addImport } from './import.js';
import { ledgerCommands } from './ledger-commands.js';
import { addMcp } from './mcp.js';
import { addParse } from './parse.js';
import { addRead } from './read.js';
import { addSample } from './sample.js';
import { addServe } from './serve.js';
import { addWho } from './who.js';

/** Adds one command to the program; what it needs is imported when it runs, so that the start stays quick. */
export type AddCommand = (program: Command) => void | Promise<void>;

export const commands: readonly AddCommand[] = [
  addCode,
  addParse,
  addEvaluate,
  addSample,
  addRead,
  addWho,
  addImport,
  ...ledgerCommands,
  addServe,
  addDoctor,
  addDemo,
  addMcp,
];
