/** A span that a BIOES layer marks, `first` and `last` both included, with the mean probability of its labels. */
export interface LayerSpan {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

interface Label {
  readonly mark: string;
  readonly kind: string;
}

/** Reader of one layer's scores (row-major words x labels): the best sequence that keeps the BIOES order. */
export function spanLayer(names: readonly string[]): (scores: Float32Array, words: number) => readonly LayerSpan[] {
  const labels = names.map(labelOf);
  const before = labels.map((label) => labels.flatMap((other, index) => (follows(other, label) ? [index] : [])));
  const starts = labels.map((label) => 'OBS'.includes(label.mark));
  const finishes = labels.map((label) => 'OES'.includes(label.mark));
  const outside = labels.findIndex((label) => label.mark === 'O');
  return (scores, words) => {
    if (words === 0 || allOutside(scores, words, labels.length, outside)) return [];
    const logs = logSoftmax(scores, words, labels.length);
    const lattice = { logs, words, before, starts, finishes };
    return spansOf(greedy(lattice) ?? viterbi(lattice), logs, labels);
  };
}

function labelOf(name: string): Label {
  const dash = name.indexOf('-');
  return dash < 0 ? { mark: name, kind: '' } : { mark: name.slice(0, dash), kind: name.slice(dash + 1) };
}

function follows(before: Label, label: Label): boolean {
  const open = before.mark === 'B' || before.mark === 'I';
  return open ? 'IE'.includes(label.mark) && before.kind === label.kind : 'OBS'.includes(label.mark);
}

function allOutside(scores: Float32Array, words: number, width: number, outside: number): boolean {
  for (let word = 0; word < words; word += 1) {
    const row = word * width;
    const limit = scores[row + outside] ?? 0;
    for (let label = 0; label < width; label += 1) if ((scores[row + label] ?? 0) > limit) return false;
  }
  return true;
}

function logSoftmax(scores: Float32Array, words: number, width: number): Float64Array {
  const logs = new Float64Array(words * width);
  for (let word = 0; word < words; word += 1) {
    const row = word * width;
    let highest = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < width; label += 1) highest = Math.max(highest, scores[row + label] ?? 0);
    let sum = 0;
    for (let label = 0; label < width; label += 1) sum += Math.exp((scores[row + label] ?? 0) - highest);
    const norm = highest + Math.log(sum);
    for (let label = 0; label < width; label += 1) logs[row + label] = (scores[row + label] ?? 0) - norm;
  }
  return logs;
}

interface Lattice {
  readonly logs: Float64Array;
  readonly words: number;
  readonly before: readonly (readonly number[])[];
  readonly starts: readonly boolean[];
  readonly finishes: readonly boolean[];
}

/** The likeliest label of each word, where that keeps the order and so is the best sequence. */
function greedy({ logs, words, before, starts, finishes }: Lattice): Int32Array | null {
  const width = starts.length;
  const path = new Int32Array(words);
  for (let word = 0; word < words; word += 1) {
    let best = 0;
    for (let label = 1; label < width; label += 1) {
      if ((logs[word * width + label] ?? 0) > (logs[word * width + best] ?? 0)) best = label;
    }
    path[word] = best;
    if (word === 0 ? !starts[best] : !before[best]?.includes(path[word - 1] ?? 0)) return null;
  }
  return finishes[path[words - 1] ?? 0] ? path : null;
}

function viterbi({ logs, words, before, starts, finishes }: Lattice): Int32Array {
  const width = starts.length;
  let best = Float64Array.from({ length: width }, (_, label) =>
    starts[label] ? (logs[label] ?? 0) : Number.NEGATIVE_INFINITY,
  );
  const back = new Int32Array(words * width);
  for (let word = 1; word < words; word += 1) {
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    for (let label = 0; label < width; label += 1) {
      for (const from of before[label] ?? []) {
        const score = best[from] ?? Number.NEGATIVE_INFINITY;
        if (score > (next[label] ?? 0)) {
          next[label] = score;
          back[word * width + label] = from;
        }
      }
      next[label] = (next[label] ?? 0) + (logs[word * width + label] ?? 0);
    }
    best = next;
  }
  let label = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let last = 0; last < width; last += 1) {
    if (finishes[last] && (best[last] ?? highest) > highest) {
      highest = best[last] ?? highest;
      label = last;
    }
  }
  const path = new Int32Array(words);
  for (let word = words - 1; word >= 0; word -= 1) {
    path[word] = label;
    label = back[word * width + label] ?? 0;
  }
  return path;
}

function spansOf(path: Int32Array, logs: Float64Array, labels: readonly Label[]): readonly LayerSpan[] {
  const spans: LayerSpan[] = [];
  let first = -1;
  let sum = 0;
  for (let word = 0; word < path.length; word += 1) {
    const index = path[word] ?? 0;
    const label = labels[index];
    if (!label || label.mark === 'O') continue;
    if (label.mark === 'B' || label.mark === 'S') {
      first = word;
      sum = 0;
    }
    sum += Math.exp(logs[word * labels.length + index] ?? 0);
    if ((label.mark === 'E' || label.mark === 'S') && first >= 0) {
      spans.push({ kind: label.kind, first, last: word, score: sum / (word - first + 1) });
      first = -1;
    }
  }
  return spans;
}
