import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { ChanceryError, messageOf } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { packageVersion } from '../package-root.js';
import { makeDocument } from '../read/make-document.js';
import { relationKinds } from '../records/relation.js';
import { briefEvent, briefRelation, briefStory, citeEvent } from './citations.js';
import type { CodingThread } from './coding-thread.js';
import { dayParameter, filterOf, filterSchema } from './schemas/query-schemas.js';

export interface McpParts {
  readonly ledger: Ledger;
  readonly coding: Pick<CodingThread, 'code'>;
}

const most = 200;
const usual = 25;
const limit = z.number().int().min(1).max(most).optional().describe(`at most ${most}; ${usual} unless told`);
const day = dayParameter.optional();
const readOnly = { readOnlyHint: true, openWorldHint: false };
const { asOf: _asOf, document: _document, story: _story, ...filterShape } = filterSchema.shape;

/** Tools over one ledger; each answer carries the words it rests on and says where it was cut. */
export function makeMcpServer({ ledger, coding }: McpParts): McpServer {
  const server = new McpServer({ name: 'chancery', version: packageVersion() });
  server.registerTool(
    'code_text',
    {
      description: 'Code the events of a text (who did what to whom, PLOVER) without keeping it.',
      inputSchema: { text: z.string().min(1).max(200_000), published: day.describe('publication date') },
      annotations: readOnly,
    },
    ({ text, published }) =>
      answered(async () => {
        const doc = makeDocument(text, { published: published ?? null });
        const events = await coding.code(doc);
        return {
          events: events.map((event) => ({
            ...briefEvent(event),
            citation: {
              start: event.sentence.start,
              end: event.sentence.end,
              words: event.sentence.text,
              trigger: event.trigger.text,
            },
          })),
          truncated: false,
        };
      }),
  );
  server.registerTool(
    'search',
    {
      description: 'Full text search of the documents; all words must occur, "…" is a phrase, -word leaves out.',
      inputSchema: { words: z.string().min(1).max(500), from: day, to: day, knownOn: day, limit },
      annotations: readOnly,
    },
    ({ words, limit: rows = usual, ...rest }) =>
      answered(async () => {
        const hits = await ledger.search({ words, limit: rows, ...present(rest) });
        return { documents: hits, truncated: hits.length >= rows };
      }),
  );
  server.registerTool(
    'events',
    {
      description: 'Events under filters, the newest first.',
      inputSchema: { ...filterShape, limit },
      annotations: readOnly,
    },
    ({ limit: rows = usual, ...filter }) =>
      answered(async () => {
        const { items, next } = await ledger.events({ ...filterOf(filter), limit: rows });
        return {
          events: items.map((event) => ({ ...briefEvent(event), story: event.story, citation: citeEvent(event) })),
          truncated: next !== null,
        };
      }),
  );
  server.registerTool(
    'stories',
    {
      description:
        'Stories under filters: each happening once, with the number of its mentions and what they disagree on.',
      inputSchema: { ...filterShape, limit },
      annotations: readOnly,
    },
    ({ limit: rows = usual, ...filter }) =>
      answered(async () => {
        const { items, next } = await ledger.stories({ ...filterOf(filter), limit: rows });
        return { stories: items.map(briefStory), truncated: next !== null };
      }),
  );
  server.registerTool(
    'relations',
    {
      description:
        'Standing relations (memberships, agreements, deployments, sanctions…) as of a day and as known on a day.',
      inputSchema: {
        asOf: day,
        knownOn: day,
        actor: z.string().max(300).optional().describe('actor id such as MLI or igo/ecowas'),
        with: z.string().max(300).optional(),
        kinds: z.array(z.enum(relationKinds)).optional(),
        background: z.boolean().optional(),
        limit,
      },
      annotations: readOnly,
    },
    ({ limit: rows = usual, ...filter }) =>
      answered(async () => {
        const relations = await ledger.relations(present(filter));
        return {
          relations: relations.slice(0, rows).map(briefRelation),
          of: relations.length,
          truncated: relations.length > rows,
        };
      }),
  );
  server.registerTool(
    'actor',
    {
      description: 'Profile of an actor: offices, memberships, agreements, counterparts, latest stories.',
      inputSchema: { id: z.string().min(1).max(300), asOf: day, knownOn: day },
      annotations: readOnly,
    },
    ({ id, ...clocks }) =>
      answered(async () => {
        const {
          offices,
          memberships,
          agreements,
          relations,
          latest,
          counterparts,
          balance: _balance,
          ...profile
        } = await ledger.actor(id, present(clocks));
        const cut = [offices, memberships, agreements, relations, counterparts].some((list) => list.length > usual);
        return {
          ...profile,
          offices: offices.slice(0, usual).map(briefRelation),
          memberships: memberships.slice(0, usual).map(briefRelation),
          agreements: agreements.slice(0, usual).map(briefRelation),
          relations: relations.slice(0, usual).map(briefRelation),
          counterparts: counterparts.slice(0, usual),
          latest: latest.map(briefStory),
          truncated: cut,
        };
      }),
  );
  server.registerTool(
    'find_actor',
    {
      description: 'Ids of actors whose name or id begins so.',
      inputSchema: { prefix: z.string().min(1).max(200), limit },
      annotations: readOnly,
    },
    ({ prefix, limit: rows = usual }) =>
      answered(async () => {
        const actors = await ledger.actors({ prefix, limit: rows });
        return { actors, truncated: actors.length >= rows };
      }),
  );
  server.registerTool(
    'what_changed',
    {
      description: 'What changed between two days: new stories, opened, closed and changed relations, corrections.',
      inputSchema: { from: dayParameter, to: dayParameter, actor: z.string().max(300).optional(), limit },
      annotations: readOnly,
    },
    ({ from, to, actor, limit: rows = usual }) =>
      answered(async () => {
        const { stories, opened, closed, changed, corrections } = await ledger.diff({
          from,
          to,
          ...present({ actor }),
        });
        return {
          stories: stories.slice(0, rows).map(briefStory),
          opened: opened.slice(0, rows).map(briefRelation),
          closed: closed.slice(0, rows).map(briefRelation),
          changed: changed.slice(0, rows).map(briefRelation),
          corrections: corrections.slice(0, rows),
          of: { stories: stories.length, opened: opened.length, closed: closed.length, changed: changed.length },
          truncated: [stories, opened, closed, changed, corrections].some((list) => list.length > rows),
        };
      }),
  );
  return server;
}

interface ToolAnswer {
  readonly [name: string]: unknown;
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly isError?: boolean;
}

/** The answer as JSON text; a failure as the one error shape, marked as such. */
async function answered(work: () => Promise<unknown>): Promise<ToolAnswer> {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(await work()) }] };
  } catch (error) {
    const code = error instanceof ChanceryError ? error.code : 'internal';
    const message = error instanceof ChanceryError ? messageOf(error) : 'the tool failed';
    return {
      content: [{ type: 'text', text: JSON.stringify({ error: { code, message, details: {} } }) }],
      isError: true,
    };
  }
}

function present<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
