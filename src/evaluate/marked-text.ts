import type { CodedSpan, CodedSpanKind } from './coded-item.js';

export interface MarkedText {
  readonly text: string;
  readonly spans: readonly CodedSpan[];
  readonly problems: readonly string[];
}

const kindPatterns: readonly (readonly [RegExp, CodedSpanKind])[] = [
  [/^[1-9]\d*[a-z]?$/, 'trigger'],
  [/^o[1-9]\d*$/, 'object'],
  [/^p[1-9]\d*$/, 'place'],
  [/^t[1-9]\d*$/, 'time'],
  [/^w[1-9]\d*$/, 'word'],
  [/^q[1-9]\d*$/, 'quotation'],
  [/^[a-z]{1,2}$/, 'party'],
];

/** The kind of span that a label stands for, or undefined for no label of the format. */
export function kindOfLabel(label: string): CodedSpanKind | undefined {
  return kindPatterns.find(([pattern]) => pattern.test(label))?.[1];
}

/** Takes `[label|words]` markup apart: the plain text, and the spans by place. Spans nest; a backslash escapes `[ ] | \`. */
export function parseMarkedText(marked: string): MarkedText {
  const problems: string[] = [];
  const spans: CodedSpan[] = [];
  const open: { label: string; start: number }[] = [];
  let text = '';
  let at = 0;
  while (at < marked.length) {
    const char = marked[at];
    if (char === '\\' && at + 1 < marked.length) {
      text += marked[at + 1];
      at += 2;
    } else if (char === '[') {
      const label = /^\[([^[\]|\s]*)\|/.exec(marked.slice(at))?.[1];
      if (label === undefined) {
        problems.push(`no label after "[": ${marked.slice(at, at + 20)}`);
        at += 1;
      } else {
        if (kindOfLabel(label) === undefined) problems.push(`unknown label: ${label}`);
        open.push({ label, start: text.length });
        at += label.length + 2;
      }
    } else if (char === ']') {
      const span = open.pop();
      const kind = span && kindOfLabel(span.label);
      if (span === undefined) problems.push(`"]" without "[": ${marked.slice(Math.max(0, at - 20), at + 1)}`);
      else if (kind !== undefined) {
        const words = text.slice(span.start);
        if (words === '' || words !== words.trim())
          problems.push(`span empty or with outer space: [${span.label}|${words}]`);
        if (spans.some(({ label }) => label === span.label)) problems.push(`label marked twice: ${span.label}`);
        spans.push({ label: span.label, kind, start: span.start, end: text.length, text: words });
      }
      at += 1;
    } else {
      if (char === '|') problems.push('"|" in the text: write \\|');
      text += char;
      at += 1;
    }
  }
  for (const { label } of open) problems.push(`span never closed: ${label}`);
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text, spans, problems };
}
