import type { ReactNode } from 'react';
import type { DrillResult } from '../../../src-shared/contract/drill.ts';
import { formatInteger } from '../../ui/number-format.ts';

const WIDTH = 760;
const HEIGHT = 150;
const LEFT = 64;
const FOOT = 22;
const HEAD = 10;

/** What waited for each sink over the time of a drill; the cut is shaded. */
export function BacklogChart({ result }: { readonly result: DrillResult }): ReactNode {
  const { backlog, startedUs, cutUs, restoredUs } = result;
  const lastS = backlog.atS.at(-1) ?? 0;
  if (backlog.sinks.length === 0 || lastS === 0) return null;
  const most = Math.max(1, ...backlog.points.flat());
  const x = (s: number): number => LEFT + (Math.max(0, Math.min(s, lastS)) / lastS) * (WIDTH - LEFT - 8);
  const y = (points: number): number => HEAD + (1 - points / most) * (HEIGHT - HEAD - FOOT);
  const secondOf = (us: number): number => (us - startedUs) / 1e6;
  const words = `Backlog over ${Math.round(lastS)} s, at most ${formatInteger(most)} points`;
  return (
    <figure className="drill-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
        {cutUs === null ? null : (
          <rect
            className="drill-cut"
            x={x(secondOf(cutUs))}
            width={Math.max(1, x(restoredUs === null ? lastS : secondOf(restoredUs)) - x(secondOf(cutUs)))}
            y={HEAD}
            height={HEIGHT - HEAD - FOOT}
          />
        )}
        <line className="drill-axis" x1={LEFT} x2={WIDTH - 8} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        <text className="drill-tick" x={LEFT - 6} y={HEAD + 8} textAnchor="end">
          {formatInteger(most)}
        </text>
        <text className="drill-tick" x={LEFT - 6} y={HEIGHT - FOOT} textAnchor="end">
          0
        </text>
        <text className="drill-tick" x={LEFT} y={HEIGHT - 6}>
          0 s
        </text>
        <text className="drill-tick" x={WIDTH - 8} y={HEIGHT - 6} textAnchor="end">
          {Math.round(lastS)} s
        </text>
        {backlog.sinks.map((sink, at) => (
          <polyline
            key={sink}
            className="drill-line"
            data-pen={(at % 8) + 1}
            points={backlog.points[at]!.map(
              (points, row) => `${x(backlog.atS[row]!).toFixed(1)},${y(points).toFixed(1)}`,
            ).join(' ')}
          />
        ))}
      </svg>
      <figcaption>
        Points that waited; the cut is shaded.
        {backlog.sinks.map((sink, at) => (
          <span key={sink} className="drill-key" data-pen={(at % 8) + 1}>
            {sink}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
