import type { Ledger } from '../../src/ledger/ledger.js';
import { makeApp } from '../../src/server/app.js';
import type { CodingThread } from '../../src/server/coding-thread.js';
import { openMetrics } from '../../src/server/metrics.js';
import { defaultSettings, type ServerSettings } from '../../src/server/settings.js';
import { plainEvents } from './sample-ledger.js';

/** A coder by cues, where a test asks about the server and not about the coding. */
export const cueCoding: CodingThread = {
  code: async (doc) => plainEvents(doc),
  version: async () => ({ version: '0.1.0', model: 'cues', data: 'test' }),
  waiting: () => 0,
  close: async () => {},
};

/** The application over a ledger, to be asked by `app.request`. */
export function openApp(ledger: Ledger, settings: Partial<ServerSettings> = {}) {
  const metrics = openMetrics({ waiting: () => 0 });
  return makeApp({ ledger, coding: cueCoding, metrics, settings: { ...defaultSettings, ...settings } });
}
