/** The greatest sum of weights when rows and columns are paired one to one (Kuhn and Munkres, by shortest paths). */
export function bestPairing(weights: readonly (readonly number[])[]): number {
  const columns = weights[0]?.length ?? 0;
  const size = Math.max(weights.length, columns);
  const cost = (row: number, column: number) => -(weights[row]?.[column] ?? 0);
  const ofRow = new Float64Array(size + 1);
  const ofColumn = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  const at = (list: Float64Array | Int32Array, index: number) => list[index] ?? 0;
  for (let row = 1; row <= size; row += 1) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(size + 1);
    do {
      used[column] = 1;
      const current = at(rowOf, column);
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other += 1) {
        if (used[other]) continue;
        const reduced = cost(current - 1, other - 1) - at(ofRow, current) - at(ofColumn, other);
        if (reduced < at(least, other)) {
          least[other] = reduced;
          way[other] = column;
        }
        if (at(least, other) < delta) {
          delta = at(least, other);
          next = other;
        }
      }
      for (let other = 0; other <= size; other += 1) {
        if (used[other]) {
          ofRow[at(rowOf, other)] = at(ofRow, at(rowOf, other)) + delta;
          ofColumn[other] = at(ofColumn, other) - delta;
        } else least[other] = at(least, other) - delta;
      }
      column = next;
    } while (at(rowOf, column) !== 0);
    while (column !== 0) {
      const previous = at(way, column);
      rowOf[column] = at(rowOf, previous);
      column = previous;
    }
  }
  let sum = 0;
  for (let column = 1; column <= size; column += 1) sum += weights[at(rowOf, column) - 1]?.[column - 1] ?? 0;
  return sum;
}
