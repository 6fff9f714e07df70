import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ChanceryError } from '../errors.js';
import { dataPath } from '../package-root.js';

const words = z.array(z.string()).transform((list): ReadonlySet<string> => new Set(list));
const schema = z.strictObject({ auxiliaries: words, particles: words, lightVerbs: words });

let shipped: z.infer<typeof schema> | null = null;

/** Words of `data/coding-habits/words.json`. Throws `bad_data` naming the field that is wrong. */
export function codingHabits(): z.infer<typeof schema> {
  if (shipped === null) {
    const file = dataPath('coding-habits', 'words.json');
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ChanceryError('bad_data', `${file}: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    shipped = parsed.data;
  }
  return shipped;
}
