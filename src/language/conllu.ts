import type { Entity, Sentence, Token } from '../records/sentence.js';

/**
 * A sentence as CoNLL-U rows. MISC carries `Entity` (names, and generic groups that hold no name), `Mention` (whole phrases),
 * `SpaceAfter` and `TokenRange` (UTF-16 offsets into `text`).
 */
export function toConllu(sentence: Sentence, text: string, id: string): string {
  const { tokens } = sentence;
  const mentions = sentence.entities.filter((entity) => entity.layer === 'mentions');
  const names = sentence.entities.filter((entity) => entity.layer !== 'mentions');
  const entity = spanTags(tokens.length, [
    ...names,
    ...mentions.filter((mention) => mention.kind === 'group' && !names.some((name) => touches(name, mention))),
  ]);
  const mention = spanTags(tokens.length, mentions);
  const lines = [`# sent_id = ${id}`, `# text = ${sentence.span.text.replace(/[\s\p{Cc}]+/gu, ' ')}`];
  for (const [index, token] of tokens.entries()) {
    const last = lastOfToken(tokens, index);
    if (!token.joined && last > index) {
      const surface = text.slice(token.start, tokens[last]?.end);
      const spacing = spaceAfter(text, tokens[last]?.end ?? token.end);
      lines.push([`${index + 1}-${last + 1}`, surface, '_', '_', '_', '_', '_', '_', '_', spacing || '_'].join('\t'));
    }
    const inside = token.joined || last > index;
    const misc = [
      entity[index] && `Entity=${entity[index]}`,
      mention[index] && `Mention=${mention[index]}`,
      inside ? '' : spaceAfter(text, token.end),
      `TokenRange=${token.start}:${token.end}`,
    ];
    lines.push(
      [
        index + 1,
        token.text,
        token.lemma || '_',
        token.upos,
        token.xpos ?? '_',
        featsField(token),
        token.head + 1,
        token.deprel,
        '_',
        misc.filter((part) => part).join('|'),
      ].join('\t'),
    );
  }
  return `${lines.join('\n')}\n\n`;
}

function touches(a: Entity, b: Entity): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** BIO tags; where spans overlap the first given holds. */
function spanTags(length: number, spans: readonly Entity[]): readonly string[] {
  const tags = new Array<string>(length).fill('');
  for (const span of spans) {
    if (tags.slice(span.first, span.last + 1).some((tag) => tag !== '')) continue;
    for (let index = span.first; index <= span.last; index += 1)
      tags[index] = `${index === span.first ? 'B' : 'I'}-${span.kind}`;
  }
  return tags;
}

function lastOfToken(tokens: readonly Token[], first: number): number {
  let last = first;
  while (tokens[last + 1]?.joined) last += 1;
  return last;
}

function spaceAfter(text: string, end: number): string {
  return end < text.length && !/[\s\p{Cc}]/u.test(text.charAt(end)) ? 'SpaceAfter=No' : '';
}

function featsField(token: Token): string {
  const names = Object.keys(token.feats).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return names.length === 0 ? '_' : names.map((name) => `${name}=${token.feats[name]}`).join('|');
}
