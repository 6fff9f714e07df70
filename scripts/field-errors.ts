/**
 * Codes hand-coded files and prints, for time and place, the share right and each event on which the coder differs, with its reason:
 * `node dist/scripts/field-errors.js eval/gold/dev/*.cev`. `--field=place` prints one field alone, `--extras` also the places given
 * where none is marked (of the corpus reports about half of what a reader would mark is unmarked).
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CodedError, evaluateCoded } from '../src/evaluate/evaluate-coded.js';
import { openCoder } from '../src/events/open-coder.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { field: { type: 'string', default: 'time|place' }, extras: { type: 'boolean', default: false } },
});
const wanted = new RegExp(`^[A-Z]+ (no-)?(${values.field})(:|$)`);
const coder = await openCoder();
const totals = new Map<string, { right: number; asked: number }>();
const show = (errors: readonly CodedError[]): void => {
  for (const { item, cause, sentence } of errors)
    if (wanted.test(cause)) process.stdout.write(`${item}  ${cause}\n    ${sentence}\n`);
};
for (const file of positionals) {
  const { fields, errors, extras } = await evaluateCoded(readFileSync(file, 'utf8'), file, coder);
  for (const [field, { right, asked }] of Object.entries(fields)) {
    const total = totals.get(field) ?? { right: 0, asked: 0 };
    totals.set(field, { right: total.right + right, asked: total.asked + asked });
  }
  show(errors);
  if (values.extras) show(extras);
}
for (const [field, { right, asked }] of totals)
  process.stdout.write(`${field.padEnd(14)} ${(right / asked).toFixed(3)}  ${right} of ${asked}\n`);
await coder.close();
