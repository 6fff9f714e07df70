/** Run in a process of its own: prints the milliseconds from its start to the first sentence, then the peak memory in MB after a long line. */
import { openLanguage } from '../src/language/open-language.js';

const [model = '', text = '', length = '0'] = process.argv.slice(2);
const language = await openLanguage(model === '' ? {} : { model });
let first = 0;
for await (const sentence of language.sentences(text)) {
  if (sentence.index === 0) first = performance.now();
}
const line = `${text.replace(/\s+/g, ' ')} `.repeat(Math.ceil(Number(length) / text.length)).slice(0, Number(length));
let words = 0;
for await (const sentence of language.sentences(line)) words += sentence.tokens.length;
process.stdout.write(`${Math.round(first)} ${Math.round(process.resourceUsage().maxRSS / 1024)} ${words}\n`);
