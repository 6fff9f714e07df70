import { number, quadNames } from '../format.js';
import { actorName } from '../names.js';
import type { PairCount } from '../records.js';
import { Picture } from './picture.js';

/** Cooperation and conflict of one row as one bar. */
export function BalanceBar({ quads, most }: { readonly quads: readonly number[]; readonly most: number }) {
  return (
    <span class="balance" aria-hidden="true">
      {[1, 0, 2, 3].map((at) => (
        <i
          key={at}
          class={`quad-${at + 1}`}
          style={{ width: `${(100 * (quads[at] ?? 0)) / Math.max(1, most)}%` }}
          title={`${quads[at]} ${quadNames[at]}`}
        />
      ))}
    </span>
  );
}

/** The pairs with most events. */
export function PairList({
  pairs,
  cut,
  address,
}: {
  readonly pairs: readonly PairCount[];
  readonly cut: number | null;
  readonly address: (pair: PairCount) => string;
}) {
  const most = Math.max(1, ...pairs.map((pair) => pair.events));
  const shown = pairs.slice(0, 16);
  return (
    <Picture
      title="Who with whom"
      note={
        pairs.length > shown.length
          ? `the first ${shown.length} of ${number(pairs.length)}${cut === null ? '' : ' or more'}`
          : undefined
      }
      summary={`Pairs with most events: ${shown
        .slice(0, 3)
        .map((pair) => `${actorName(pair.a)} and ${actorName(pair.b)} ${pair.events}`)
        .join('; ')}`}
      twin={{
        columns: ['first', 'second', ...quadNames, 'all'],
        rows: pairs.map((pair) => [actorName(pair.a), actorName(pair.b), ...pair.quads, pair.events]),
      }}
    >
      <table class="pairs">
        <thead class="hidden">
          <tr>
            <th scope="col">Pair</th>
            <th scope="col">Balance</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((pair) => (
            <tr key={`${pair.a} ${pair.b}`}>
              <td>
                <a href={address(pair)}>
                  {pair.a === pair.b ? (
                    <>
                      within <bdi>{actorName(pair.a)}</bdi>
                    </>
                  ) : (
                    <>
                      <bdi>{actorName(pair.a)}</bdi> – <bdi>{actorName(pair.b)}</bdi>
                    </>
                  )}
                </a>
              </td>
              <td>
                <BalanceBar quads={pair.quads} most={most} />
              </td>
              <td class="number">{number(pair.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Picture>
  );
}
