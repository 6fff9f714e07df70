import { createRoute, z } from '@hono/zod-openapi';
import { csvLine, flatColumns, flatRows } from '../../layouts/flat-row.js';
import type { EventFilter, Ledger, LedgerEvent } from '../../ledger/ledger.js';
import { filterOf, filterSchema } from '../schemas/query-schemas.js';
import { type AddRoutes, answers } from '../server-parts.js';
import { limits } from '../settings.js';

const exportRoute = createRoute({
  method: 'get',
  path: '/api/export',
  tags: ['Events'],
  summary: 'All events that pass the filter, as JSONL or CSV',
  request: {
    query: z.strictObject({ format: z.enum(['jsonl', 'csv']).optional(), ...filterSchema.shape }),
  },
  responses: {
    200: {
      description: 'Rows; a last line says so where the export is cut',
      content: { 'application/x-ndjson': { schema: z.string() }, 'text/csv': { schema: z.string() } },
    },
    default: answers('', z.unknown()).default,
  },
});

export const addExport: AddRoutes = (app, { ledger }) => {
  app.openapi(exportRoute, async (context) => {
    const { format = 'jsonl', ...query } = context.req.valid('query');
    const lines = format === 'csv' ? csvLines(ledger, filterOf(query)) : jsonLines(ledger, filterOf(query));
    const first = await lines.next();
    const encoder = new TextEncoder();
    let begun = false;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { value, done } = begun ? await lines.next() : first;
        begun = true;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await lines.return(undefined);
      },
    });
    return new Response(body, {
      headers: {
        'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        'Content-Disposition': `attachment; filename="events.${format}"`,
      },
    }) as never;
  });
};

async function* pages(ledger: Ledger, filter: EventFilter): AsyncGenerator<readonly LedgerEvent[], undefined> {
  let cursor: string | null = null;
  let rows = 0;
  do {
    const page: Awaited<ReturnType<Ledger['events']>> = await ledger.events({
      ...filter,
      limit: 1000,
      ...(cursor === null ? {} : { cursor }),
    });
    rows += page.items.length;
    yield page.items;
    cursor = page.next;
  } while (cursor !== null && rows < limits.exportRows);
  return undefined;
}

async function* jsonLines(ledger: Ledger, filter: EventFilter): AsyncGenerator<string, undefined> {
  for await (const items of pages(ledger, filter)) yield items.map((event) => `${JSON.stringify(event)}\n`).join('');
  return undefined;
}

async function* csvLines(ledger: Ledger, filter: EventFilter): AsyncGenerator<string, undefined> {
  yield `${csvLine(flatColumns)}\n`;
  const texts = new Map<string, string | null>();
  for await (const items of pages(ledger, filter)) {
    const lines: string[] = [];
    for (const event of items) {
      const { id } = event.document;
      if (!texts.has(id)) {
        if (texts.size > 200) texts.clear();
        texts.set(id, (await ledger.document(id).catch(() => null))?.text ?? null);
      }
      const doc = { ...event.document, language: null, text: texts.get(id) ?? null };
      for (const row of flatRows({ doc, events: [event] })) {
        lines.push(`${csvLine(flatColumns.map((column) => row[column]))}\n`);
      }
    }
    yield lines.join('');
  }
  return undefined;
}
