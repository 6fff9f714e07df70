const rootsTried = 8;

/**
 * The best tree with one root. `scores` is row-major `n` x `(n + 1)`: column 0 is the root, column j + 1 word j as head; a word's own column is ignored.
 * Returns for each word the index of its head, -1 for the root. Greedy where that is a tree, else Chu-Liu/Edmonds.
 */
export function decodeTree(scores: Float32Array, n: number): Int32Array {
  const heads = greedyHeads(scores, n);
  if (isTree(heads)) return heads;
  const table = logProbabilities(scores, n);
  const size = n + 1;
  const highest = highestWithoutRoot(table, size);
  const bound = highest.reduce((sum, score) => sum + score, 0);
  const roots = Array.from({ length: n }, (_, word) => word + 1)
    .sort((a, b) => at(table, b * size) - at(table, a * size) || a - b)
    .slice(0, rootsTried);
  let best: Int32Array | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const root of roots) {
    if (bound - (highest[root] ?? 0) + at(table, root * size) <= bestScore) continue;
    const rooted = table.slice();
    for (let row = 1; row < size; row += 1) rooted[row * size] = Number.NEGATIVE_INFINITY;
    for (let column = 1; column < size; column += 1) rooted[root * size + column] = Number.NEGATIVE_INFINITY;
    rooted[root * size] = at(table, root * size);
    const found = edmonds(rooted, size);
    let score = 0;
    for (let row = 1; row < size; row += 1) score += at(rooted, row * size + (found[row] ?? 0));
    if (score > bestScore || best === null) {
      best = found;
      bestScore = score;
    }
  }
  return Int32Array.from({ length: n }, (_, word) => (best?.[word + 1] ?? 0) - 1);
}

/** Whether heads (-1 for the root) make up a tree with one root. */
export function isTree(heads: Int32Array | readonly number[]): boolean {
  const state = new Uint8Array(heads.length);
  let roots = 0;
  for (let start = 0; start < heads.length; start += 1) {
    if (heads[start] === -1) roots += 1;
    let word = start;
    while (word >= 0 && state[word] === 0) {
      state[word] = 1;
      word = heads[word] ?? -1;
    }
    if (word >= 0 && state[word] === 1) return false;
    for (let back = start; back >= 0 && state[back] === 1; back = heads[back] ?? -1) state[back] = 2;
  }
  return roots === 1;
}

function at(table: Float32Array | Float64Array, index: number): number {
  return table[index] ?? Number.NEGATIVE_INFINITY;
}

function greedyHeads(scores: Float32Array, n: number): Int32Array {
  const heads = new Int32Array(n);
  for (let word = 0; word < n; word += 1) {
    const row = word * (n + 1);
    let best = Number.NEGATIVE_INFINITY;
    for (let column = 0; column <= n; column += 1) {
      const score = at(scores, row + column);
      if (column !== word + 1 && score > best) {
        best = score;
        heads[word] = column - 1;
      }
    }
  }
  return heads;
}

/** Square table over root and words, each row normalised without the word itself. */
function logProbabilities(scores: Float32Array, n: number): Float64Array {
  const size = n + 1;
  const table = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  for (let word = 0; word < n; word += 1) {
    const row = word * size;
    let highest = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < size; column += 1)
      if (column !== word + 1) highest = Math.max(highest, at(scores, row + column));
    let sum = 0;
    for (let column = 0; column < size; column += 1)
      if (column !== word + 1) sum += Math.exp(at(scores, row + column) - highest);
    const norm = highest + Math.log(sum);
    for (let column = 0; column < size; column += 1) {
      if (column !== word + 1) table[(word + 1) * size + column] = at(scores, row + column) - norm;
    }
  }
  return table;
}

/** For each row its best score among words; what a tree with another root can reach at most. */
function highestWithoutRoot(table: Float64Array, size: number): Float64Array {
  const highest = new Float64Array(size);
  for (let row = 1; row < size; row += 1) {
    let best = Number.NEGATIVE_INFINITY;
    for (let column = 1; column < size; column += 1) best = Math.max(best, at(table, row * size + column));
    highest[row] = best === Number.NEGATIVE_INFINITY ? 0 : best;
  }
  return highest;
}

/** Heads of the maximum branching from node 0; row = dependent, column = head. */
function edmonds(table: Float64Array, size: number): Int32Array {
  const heads = new Int32Array(size);
  for (let row = 1; row < size; row += 1) {
    let best = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < size; column += 1) {
      const score = at(table, row * size + column);
      if (column !== row && score > best) {
        best = score;
        heads[row] = column;
      }
    }
  }
  const cycle = findCycle(heads);
  if (cycle === null) return heads;
  return expand(table, size, heads, cycle);
}

function expand(table: Float64Array, size: number, heads: Int32Array, cycle: readonly number[]): Int32Array {
  const inside = new Set(cycle);
  const outside = Array.from({ length: size }, (_, node) => node).filter((node) => !inside.has(node));
  const m = outside.length;
  const inner = new Float64Array((m + 1) * (m + 1)).fill(Number.NEGATIVE_INFINITY);
  const entry = new Int32Array(m);
  const exit = new Int32Array(m);
  for (const [i, node] of outside.entries()) {
    for (const [j, other] of outside.entries()) if (i > 0) inner[i * (m + 1) + j] = at(table, node * size + other);
    let entering = Number.NEGATIVE_INFINITY;
    let leaving = Number.NEGATIVE_INFINITY;
    for (const member of cycle) {
      const gain = at(table, member * size + node) - at(table, member * size + (heads[member] ?? 0));
      if (gain > entering) {
        entering = gain;
        entry[i] = member;
      }
      const score = at(table, node * size + member);
      if (score > leaving) {
        leaving = score;
        exit[i] = member;
      }
    }
    inner[m * (m + 1) + i] = entering;
    if (i > 0) inner[i * (m + 1) + m] = leaving;
  }
  const solved = edmonds(inner, m + 1);
  const result = heads.slice();
  for (const [i, node] of outside.entries()) {
    if (i === 0) continue;
    const head = solved[i] ?? 0;
    result[node] = head === m ? (exit[i] ?? 0) : (outside[head] ?? 0);
  }
  const into = solved[m] ?? 0;
  result[entry[into] ?? cycle[0] ?? 0] = outside[into] ?? 0;
  return result;
}

function findCycle(heads: Int32Array): readonly number[] | null {
  const seen = new Int32Array(heads.length);
  for (let start = 1; start < heads.length; start += 1) {
    const path: number[] = [];
    let node = start;
    while (node !== 0 && seen[node] === 0) {
      seen[node] = start;
      path.push(node);
      node = heads[node] ?? 0;
    }
    if (node !== 0 && seen[node] === start) return path.slice(path.indexOf(node));
  }
  return null;
}
