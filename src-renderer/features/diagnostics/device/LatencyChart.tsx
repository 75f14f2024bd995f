import type { ReactNode } from 'react';
import type { LatencyView } from '../../../../src-shared/contract/diagnostics.ts';
import { formatInterval } from '../../../ui/time-format.ts';
import { histogramWords, msWords } from './latency-words.ts';

const WIDTH = 760;
const HEIGHT = 200;
const FOOT = 24;
const HEAD = 18;
/** What is always shown; faster and slower answers widen it. */
const SHOWN_FROM_MS = 1;
const SHOWN_TO_MS = 5_000;
const TICKS_MS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

interface LatencyChartProps {
  readonly edgesMs: readonly number[];
  readonly now: LatencyView;
  readonly before: LatencyView;
  readonly intervalsMs: readonly number[];
}

/** Answers by how long they took, on a logarithmic scale; yesterday's as an outline, and the poll intervals as lines. */
export function LatencyChart({ edgesMs, now, before, intervalsMs }: LatencyChartProps): ReactNode {
  const scale = scaleOf(edgesMs, [now, before]);
  const bars = sharesOf(now);
  const outline = sharesOf(before);
  const most = Math.max(0.05, ...bars, ...outline);
  const y = (share: number): number => HEAD + (HEIGHT - HEAD - FOOT) * (1 - share / most);
  const base = HEIGHT - FOOT;
  const places = bars.map((share, bin) => ({ bin, share, ...scale.bin(bin) })).filter(({ to }) => to > 0);
  return (
    <svg className="latency-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={histogramWords(now)}>
      <line className="latency-axis" x1="0" x2={WIDTH} y1={base} y2={base} />
      {TICKS_MS.filter((ms) => ms >= scale.fromMs * 0.999 && ms <= scale.toMs * 1.001).map((ms) => (
        <g key={ms}>
          <line className="latency-axis" x1={scale.x(ms)} x2={scale.x(ms)} y1={base} y2={base + 4} />
          <text className="latency-tick" x={scale.x(ms)} y={HEIGHT - 6} textAnchor="middle">
            {ms >= 1_000 ? `${ms / 1_000} s` : ms}
          </text>
        </g>
      ))}
      {places.map(({ bin, share, from, to }) =>
        share === 0 ? null : (
          <rect
            key={bin}
            className="latency-bar"
            x={from + 0.5}
            width={Math.max(1, to - from - 1)}
            y={y(share)}
            height={Math.max(1, base - y(share))}
          />
        ),
      )}
      {before.answers === 0 ? null : (
        <path
          className="latency-before"
          d={places.map(({ bin, from, to }) => `M${from} ${y(outline[bin]!)}H${to}`).join('')}
        />
      )}
      {now.p95Ms === null ? null : <Mark x={scale.x(now.p95Ms)} text={`p95 ${msWords(now.p95Ms)}`} kind="p95" />}
      {intervalsMs
        .filter((ms) => ms <= scale.toMs)
        .map((ms) => (
          <Mark key={ms} x={scale.x(ms)} text={`every ${formatInterval(ms)}`} kind="interval" />
        ))}
    </svg>
  );
}

function Mark({ x, text, kind }: { readonly x: number; readonly text: string; readonly kind: string }): ReactNode {
  const isLeft = x > WIDTH - 90;
  return (
    <g className={`latency-mark latency-${kind}`}>
      <line x1={x} x2={x} y1={HEAD - 6} y2={HEIGHT - FOOT} />
      <text x={isLeft ? x - 4 : x + 4} y={HEAD - 6} textAnchor={isLeft ? 'end' : 'start'}>
        {text}
      </text>
    </g>
  );
}

const sharesOf = ({ counts, answers }: LatencyView): readonly number[] =>
  counts.map((count) => (answers === 0 ? 0 : count / answers));

/** From the fastest to the slowest answer, and at least what ux 3.16 asks for. */
function scaleOf(edgesMs: readonly number[], views: readonly LatencyView[]) {
  const used = views.flatMap(({ counts }) => counts.flatMap((count, bin) => (count > 0 ? [bin] : [])));
  const lowest = edgesMs[Math.max(0, Math.min(...used) - 1)] ?? SHOWN_FROM_MS;
  const highest = edgesMs[Math.min(edgesMs.length - 1, Math.max(...used))] ?? SHOWN_TO_MS;
  const [fromMs, toMs] = [Math.min(SHOWN_FROM_MS, lowest), Math.max(SHOWN_TO_MS, highest)];
  const x = (ms: number): number => {
    const share = Math.log(Math.max(ms, fromMs) / fromMs) / Math.log(toMs / fromMs);
    return 12 + Math.min(1, share) * (WIDTH - 24);
  };
  const bin = (index: number) => ({
    from: x(edgesMs[index - 1] ?? fromMs),
    to: index === 0 ? x(edgesMs[0]!) : x(edgesMs[index] ?? toMs),
  });
  return { fromMs, toMs, x, bin };
}
