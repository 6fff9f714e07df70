import { expect, it } from 'vitest';
import { isSound, soakCode } from '../../scripts/soak-code.js';

it('answers every document of a stream and keeps its memory (`npm run soak -- code` streams 100,000)', {
  timeout: 240_000,
}, async () => {
  const result = await soakCode(200);
  expect(result, JSON.stringify(result)).toMatchObject({ answered: 200, status: 0 });
  expect(isSound(result), JSON.stringify(result)).toBe(true);
});
