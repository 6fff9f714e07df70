import { createRoute, z } from '@hono/zod-openapi';
import { relationKinds } from '../../records/relation.js';
import { namesOf } from '../overview.js';
import { clockSchema, clocksOf, dayParameter, defined, split } from '../schemas/query-schemas.js';
import { correctionSchema, relationSchema, storySchema } from '../schemas/record-schemas.js';
import { type AddRoutes, answer, answers } from '../server-parts.js';

const yesNo = z.enum(['true', 'false']).optional();

const list = createRoute({
  method: 'get',
  path: '/api/relations',
  tags: ['Relations'],
  summary: 'Standing relations as of a day, and as known on a day',
  request: {
    query: z.strictObject({
      ...clockSchema.shape,
      kind: z
        .string()
        .max(300)
        .refine((text) => split(text).every(isKind), `one of ${relationKinds.join(', ')}`)
        .optional()
        .openapi({ example: 'membership,alliance' }),
      actor: z.string().max(300).optional().openapi({ example: 'MLI' }),
      with: z.string().max(300).optional().openapi({ example: 'igo/ecowas' }),
      background: yesNo.openapi({ description: '`false` leaves out what comes from the actor dictionary' }),
      all: yesNo.openapi({ description: '`true` also gives those that had ended or not begun' }),
    }),
  },
  responses: answers(
    'Relations with the words they rest on',
    z.object({ items: z.array(relationSchema), names: z.record(z.string(), z.string()) }),
  ),
});

const diff = createRoute({
  method: 'get',
  path: '/api/diff',
  tags: ['Relations'],
  summary: 'What changed between two days',
  request: {
    query: z.strictObject({ from: dayParameter, to: dayParameter, actor: z.string().max(300).optional() }),
  },
  responses: answers(
    'New stories, opened, closed and changed relations, corrections',
    z.object({
      from: z.string(),
      to: z.string(),
      stories: z.array(storySchema),
      opened: z.array(relationSchema),
      closed: z.array(relationSchema),
      changed: z.array(relationSchema),
      corrections: z.array(correctionSchema),
      names: z.record(z.string(), z.string()),
    }),
  ),
});

function isKind(name: string): name is (typeof relationKinds)[number] {
  return relationKinds.some((kind) => kind === name);
}

export const addRelations: AddRoutes = (app, { ledger }) => {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query');
    const { kind, actor, background, all } = query;
    const items = await ledger.relations({
      ...clocksOf(query),
      ...defined({
        kinds: kind === undefined ? undefined : split(kind).filter(isKind),
        actor,
        with: query.with,
        background: background === undefined ? undefined : background === 'true',
        all: all === undefined ? undefined : all === 'true',
      }),
    });
    const ids = items.flatMap((relation) => [...relation.parties.map((party) => party.actor), ...relation.contestedBy]);
    return answer(context, { items, names: namesOf(ids) });
  });
  app.openapi(diff, async (context) => {
    const { from, to, actor } = context.req.valid('query');
    const changes = await ledger.diff({ from, to, ...defined({ actor }) });
    const relations = [...changes.opened, ...changes.closed, ...changes.changed];
    const names = namesOf(relations.flatMap((relation) => relation.parties.map((party) => party.actor)));
    return answer(context, { ...changes, names });
  });
};
