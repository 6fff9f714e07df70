import type { Entity, Sentence } from '../records/sentence.js';

const charWidth = 8.5;
const wordGap = 18;
const rowHeight = 20;
const levelHeight = 22;

/** The opening of a page of drawn sentences; it stands alone, without script or network. */
export function pageHead(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --arc: #56728f; --faint: #6b6b6b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181a; --arc: #8fb2d4; --faint: #9a9a9a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 1.5rem; }
figure { margin: 0 0 1.5rem; overflow-x: auto; }
figcaption { color: var(--faint); }
svg text { font: 14px ui-monospace, monospace; fill: var(--ink); text-anchor: middle; }
svg .tag, svg .rel { font-size: 11px; fill: var(--faint); }
svg path { fill: none; stroke: var(--arc); }
svg .span { stroke-width: 5; }
svg .phrase { stroke-width: 3; stroke-dasharray: 6 3; }
.person { stroke: #c2410c; } .organisation { stroke: #1d4ed8; } .place { stroke: #15803d; } .nationality { stroke: #0f766e; }
.group { stroke: #a16207; } .event { stroke: #9333ea; } .time { stroke: #64748b; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>Above the words the tree; below them names and times (solid) and whole phrases of actors and places (dashed).</p>
`;
}

export const pageFoot = '</body>\n</html>\n';

/** One sentence: its words with tags, the dependency tree above, the spans below. */
export function drawSentence(sentence: Sentence, caption: string): string {
  const { tokens, entities } = sentence;
  const centres: number[] = [];
  let x = 24;
  for (const token of tokens) {
    const width =
      Math.max(visibleWidth(token.text), token.upos.length * 0.85, token.deprel.length * 0.8 - 1) * charWidth;
    centres.push(x + width / 2);
    x += width + wordGap;
  }
  const levels = arcLevels(tokens.map((token) => token.head));
  const height = Math.max(0, ...levels) * levelHeight + 34;
  const lanes = spanLanes(entities);
  const bottom = height + 44 + (Math.max(-1, ...lanes) + 1) * rowHeight;
  const parts: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const centre = centres[index] ?? 0;
    parts.push(`<text x="${fixed(centre)}" y="${height + 12}">${escapeHtml(token.text)}</text>`);
    parts.push(`<text class="tag" x="${fixed(centre)}" y="${height + 28}">${escapeHtml(token.upos)}</text>`);
    const head = token.head < 0 ? null : (centres[token.head] ?? 0);
    if (head === null) {
      parts.push(
        `<path d="M${fixed(centre)} 6V${height - 4}"/><text class="rel" x="${fixed(centre + 16)}" y="14">root</text>`,
      );
      continue;
    }
    const top = height - 6 - (levels[index] ?? 1) * levelHeight;
    const shift = head < centre ? 4 : -4;
    parts.push(`<path d="M${fixed(head + shift)} ${height - 4}V${top}H${fixed(centre)}V${height - 4}"/>`);
    parts.push(
      `<path d="M${fixed(centre - 3)} ${height - 9}L${fixed(centre)} ${height - 4}L${fixed(centre + 3)} ${height - 9}"/>`,
    );
    parts.push(`<text class="rel" x="${fixed((head + centre) / 2)}" y="${top - 3}">${escapeHtml(token.deprel)}</text>`);
  }
  for (const [index, entity] of entities.entries()) {
    const y = height + 44 + (lanes[index] ?? 0) * rowHeight;
    const left = edge(centres, tokens, entity.first, -1);
    const right = edge(centres, tokens, entity.last, 1);
    parts.push(
      `<path class="span ${entity.kind}${entity.layer === 'mentions' ? ' phrase' : ''}" d="M${fixed(left)} ${y}H${fixed(right)}"/>`,
    );
    parts.push(`<text class="tag" x="${fixed((left + right) / 2)}" y="${y + 13}">${escapeHtml(entity.kind)}</text>`);
  }
  const text = escapeHtml(sentence.span.text.replace(/\s+/g, ' '));
  return `<figure>
<figcaption>${escapeHtml(caption)} ${text}</figcaption>
<svg role="img" aria-label="Dependency tree and spans of: ${text}" width="${fixed(x)}" height="${bottom}" viewBox="0 0 ${fixed(x)} ${bottom}">
${parts.join('\n')}
</svg>
</figure>
`;
}

function edge(centres: readonly number[], tokens: Sentence['tokens'], index: number, side: -1 | 1): number {
  return (centres[index] ?? 0) + (side * visibleWidth(tokens[index]?.text ?? '') * charWidth) / 2;
}

/** The height of each arc: one above the highest arc that it spans. Short arcs first. */
function arcLevels(heads: readonly number[]): number[] {
  const levels = new Array<number>(heads.length).fill(0);
  const tops = new Array<number>(heads.length).fill(0);
  const order = heads.map((_, index) => index).sort((a, b) => length(heads, a) - length(heads, b) || a - b);
  for (const index of order) {
    const head = heads[index] ?? -1;
    if (head < 0) continue;
    const [from, to] = head < index ? [head, index] : [index, head];
    let level = 0;
    for (let between = from; between < to; between += 1) level = Math.max(level, tops[between] ?? 0);
    level += 1;
    levels[index] = level;
    for (let between = from; between < to; between += 1) tops[between] = level;
  }
  return levels;
}

function length(heads: readonly number[], index: number): number {
  const head = heads[index] ?? -1;
  return head < 0 ? 0 : Math.abs(head - index);
}

/** The lowest free row for each span. */
function spanLanes(spans: readonly Entity[]): number[] {
  const ends: number[] = [];
  const order = spans.map((_, index) => index).sort((a, b) => (spans[a]?.first ?? 0) - (spans[b]?.first ?? 0) || a - b);
  const lanes = new Array<number>(spans.length).fill(0);
  for (const index of order) {
    const span = spans[index];
    if (!span) continue;
    let lane = ends.findIndex((end) => end < span.first);
    if (lane < 0) lane = ends.length;
    ends[lane] = span.last;
    lanes[index] = lane;
  }
  return lanes;
}

function visibleWidth(text: string): number {
  let width = 0;
  for (const char of text) width += /[\u1100-\u115F\u2E80-\uFFDC\u{1F300}-\u{3FFFD}]/u.test(char) ? 2 : 1;
  return width;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
