import { type ReactNode, useEffect, useState } from 'react';
import { liveLoop } from '../state/live-loop.ts';
import type { Column } from './grid-column.ts';
import type { GridView } from './grid-view.ts';
import { formatInteger, formatSignificant } from './number-format.ts';

interface GridFootProps<R> {
  /** Those that are selected. */
  readonly rows: readonly R[];
  /** Those of the cells that are selected. */
  readonly columns: readonly Column<R>[];
  readonly view: GridView;
}

const EVERY_MS = 1_000;

/** At the bottom right of a grid: what is selected in numbers, and that a list stands still. */
export function GridFoot<R>({ rows, columns, view: { live, waiting, onRelease } }: GridFootProps<R>): ReactNode {
  const isMany = rows.length > 1;
  const counted = isMany ? columns.filter(({ amount }) => amount) : [];
  useTurns(counted.some(({ isLive }) => isLive));
  if (!isMany && waiting === 0) return null;
  return (
    <div className="grid-foot">
      {waiting > 0 ? (
        <span>
          {live === 'filter' ? 'Filter' : 'Sort'} frozen, {formatInteger(waiting)} {waiting === 1 ? 'row' : 'rows'}{' '}
          would {live === 'filter' ? 'change' : 'move'}{' '}
          <button type="button" className="link-button" onClick={onRelease}>
            {live === 'filter' ? 'Filter now' : 'Sort now'}
          </button>
        </span>
      ) : null}
      {isMany ? <span data-summary="">{summary(rows, counted)}</span> : null}
    </div>
  );
}

/** `12 rows · sum 412 · avg 34.3` */
function summary<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  let sum = 0;
  let count = 0;
  for (const { amount } of columns)
    for (const row of rows) {
      const number = amount?.(row);
      if (typeof number !== 'number' || !Number.isFinite(number)) continue;
      sum += number;
      count++;
    }
  const parts = [`${formatInteger(rows.length)} rows`];
  if (count > 0) parts.push(`sum ${formatSignificant(sum)}`, `avg ${formatSignificant(sum / count)}`);
  return parts.join(' · ');
}

/** Draws anew while what is shown changes by itself. */
function useTurns(isWanted: boolean): void {
  const [, setTurn] = useState(0);
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setInterval(() => liveLoop.paused || setTurn((turn) => turn + 1), EVERY_MS);
    return () => clearInterval(timer);
  }, [isWanted]);
}
