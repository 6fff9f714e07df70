import { actorName } from '../names.js';
import type { Tie } from './network.js';

const most = 40;

/** The ties of a day as a table of actors against actors or bodies; `+` marks what is new. */
export function Matrix({ ties, fresh }: { readonly ties: readonly Tie[]; readonly fresh: ReadonlySet<string> }) {
  const tally = (side: (tie: Tie) => string): readonly string[] => {
    const counts = new Map<string, number>();
    for (const tie of ties) counts.set(side(tie), (counts.get(side(tie)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([id]) => id);
  };
  const rows = tally((tie) => tie.a);
  const columns = tally((tie) => tie.b);
  const cells = new Map<string, Tie[]>();
  for (const tie of ties) {
    const key = `${tie.a} ${tie.b}`;
    cells.set(key, [...(cells.get(key) ?? []), tie]);
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label="Matrix of ties">
      <table class="matrix">
        <thead>
          <tr>
            <td />
            {columns.slice(0, most).map((id) => (
              <th key={id} scope="col">
                <bdi>{actorName(id)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => (
            <tr key={row}>
              <th scope="row">
                <bdi>{actorName(row)}</bdi>
              </th>
              {columns.slice(0, most).map((column) => {
                const found = cells.get(`${row} ${column}`) ?? [];
                const kinds = [...new Set(found.map((tie) => tie.relation.kind))];
                return (
                  <td key={column} title={kinds.join(', ')}>
                    {kinds.map((kind) => kind.slice(0, 3)).join(' ')}
                    {found.some((tie) => fresh.has(tie.relation.id)) && '+'}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {(rows.length > most || columns.length > most) && (
        <p class="soft small">
          Cut to {most} of {Math.max(rows.length, columns.length)}.
        </p>
      )}
    </section>
  );
}
