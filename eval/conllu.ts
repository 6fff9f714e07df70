import { readFileSync } from 'node:fs';

export interface GoldWord {
  readonly form: string;
  readonly lemma: string;
  readonly upos: string;
  readonly feats: Readonly<Record<string, string>>;
  /** Index of the governor in the sentence, -1 for the root. */
  readonly head: number;
  readonly deprel: string;
  readonly misc: string;
  readonly spaceAfter: boolean;
  /** Written together with the word before as one token. */
  readonly joined: boolean;
}

export interface GoldSentence {
  readonly id: string;
  readonly document: string;
  readonly newParagraph: boolean;
  readonly words: readonly GoldWord[];
}

/** Sentences of a CoNLL-U file; empty nodes are left out. */
export function readConllu(path: string): GoldSentence[] {
  const sentences: GoldSentence[] = [];
  let document = '';
  for (const block of readFileSync(path, 'utf8').split('\n\n')) {
    const lines = block.split('\n').filter((line) => line !== '');
    const comments = lines.filter((line) => line.startsWith('#'));
    const rows = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
    if (rows.length === 0) continue;
    document = comments.find((line) => line.startsWith('# newdoc id'))?.replace(/^.*= /, '') ?? document;
    const id = comments.find((line) => line.startsWith('# sent_id'))?.replace(/^.*= /, '') ?? '';
    const words: GoldWord[] = [];
    let range: { first: number; last: number; spaceAfter: boolean } | null = null;
    for (const [
      number = '',
      form = '',
      lemma = '',
      upos = '',
      ,
      feats = '_',
      head = '0',
      deprel = '',
      ,
      misc = '',
    ] of rows) {
      const spaceAfter = !misc.includes('SpaceAfter=No');
      const span = /^(\d+)-(\d+)$/.exec(number);
      if (span) range = { first: Number(span[1]), last: Number(span[2]), spaceAfter };
      if (!/^\d+$/.test(number)) continue;
      const index = Number(number);
      const inside = range !== null && index >= range.first && index <= range.last;
      words.push({
        form,
        lemma,
        upos,
        feats: Object.fromEntries(feats === '_' ? [] : feats.split('|').map((pair) => pair.split('=', 2))),
        head: Number(head) - 1,
        deprel,
        misc,
        spaceAfter: inside && range ? index === range.last && range.spaceAfter : spaceAfter,
        joined: inside && range !== null && index > range.first,
      });
    }
    const newParagraph = comments.some(
      (line) => line === '# newpar' || line.startsWith('# newpar id') || line.startsWith('# newdoc'),
    );
    sentences.push({ id, document, newParagraph, words });
  }
  return sentences;
}

/** The raw text behind sentences: paragraphs apart by an empty line, hard-wrapped at `width` as UD's own text files are. */
export function rawText(sentences: readonly GoldSentence[], width = 80): string {
  const paragraphs: string[] = [];
  for (const sentence of sentences) {
    const text = sentence.words.map((word) => word.form + (word.spaceAfter ? ' ' : '')).join('');
    if (sentence.newParagraph || paragraphs.length === 0) paragraphs.push(text);
    else paragraphs[paragraphs.length - 1] += text;
  }
  return `${paragraphs.map((paragraph) => wrap(paragraph.trim(), width)).join('\n\n')}\n`;
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join('\n');
}
