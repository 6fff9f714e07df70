/** Names by their keys: every name is found by the joined keys of its words, the longest first. */
export interface Names<T> {
  get(key: string): readonly T[];
  /** Most words that a name beginning with this word has; 0 when there is none. */
  reach(first: string): number;
  readonly size: number;
}

/** Names that can be added to. */
export interface NameIndex<T> extends Names<T> {
  add(key: string, value: T): void;
  /** Every key with its values. */
  entries(): Iterable<readonly [string, readonly T[]]>;
  /** Every first word with its reach. */
  reaches(): Iterable<readonly [string, number]>;
}

const none: readonly never[] = [];
const longestName = 12;

/** An empty index. A name of more than 12 words is found by nothing and costs nothing. */
export function createNameIndex<T extends object>(): NameIndex<T> {
  const values = new Map<string, T | T[]>();
  const reaches = new Map<string, number>();
  return {
    add(key, value) {
      let words = 1;
      let space = -1;
      for (let at = key.indexOf(' '); at >= 0; at = key.indexOf(' ', at + 1)) {
        if (space < 0) space = at;
        words += 1;
      }
      if (key === '' || words > longestName) return;
      const first = space < 0 ? key : key.slice(0, space);
      const reach = reaches.get(first);
      if (reach === undefined || reach < words) reaches.set(first, words);
      const before = values.get(key);
      if (before === undefined) values.set(key, value);
      else if (Array.isArray(before)) before.push(value);
      else if (before !== value) values.set(key, [before, value]);
    },
    get(key) {
      const found = values.get(key);
      if (found === undefined) return none;
      return Array.isArray(found) ? found : [found];
    },
    reach: (first) => reaches.get(first) ?? 0,
    *entries() {
      for (const [key, found] of values) yield [key, Array.isArray(found) ? found : [found]] as const;
    },
    reaches: () => reaches.entries(),
    get size() {
      return values.size;
    },
  };
}
