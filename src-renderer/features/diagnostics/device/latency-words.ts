import type { DeviceLatency, LatencyView, LatencyWindow } from '../../../../src-shared/contract/diagnostics.ts';
import { formatInteger } from '../../../ui/number-format.ts';

export type LatencyKind = DeviceLatency['kinds'][number]['kind'];

export const KIND_WORDS: Readonly<Record<LatencyKind, string>> = {
  poll: 'Polls',
  write: 'Writes',
  connect: 'Connects',
  question: 'Single reads',
};

export const WINDOW_WORDS: Readonly<Record<LatencyWindow, { readonly now: string; readonly before: string }>> = {
  '5m': { now: 'Last 5 min', before: 'Same hour yesterday' },
  '1h': { now: 'Last hour', before: 'Same hour yesterday' },
  '24h': { now: 'Last 24 h', before: 'The 24 h before' },
};

/** `0.42 ms`, `8.4 ms`, `120 ms`, `—` */
export function msWords(ms: number | null): string {
  if (ms === null) return '—';
  return `${ms < 1 ? ms.toFixed(2) : ms < 10 ? ms.toFixed(1) : formatInteger(Math.round(ms))} ms`;
}

/** `p95 14 ms, 40 % more than in the same hour yesterday`; undefined where one of them has too few answers to compare. */
export function comparisonWords(now: LatencyView, before: LatencyView, window: LatencyWindow): string | undefined {
  if (now.p95Ms === null || before.p95Ms === null || now.answers < 20 || before.answers < 20) return undefined;
  const change = now.p95Ms / before.p95Ms - 1;
  const than = window === '24h' ? 'in the 24 h before' : 'in the same hour yesterday';
  // The bins are 26 % wide: less than that says nothing.
  if (Math.abs(change) < 0.26) return `p95 ${msWords(now.p95Ms)}, about as ${than}.`;
  return `p95 ${msWords(now.p95Ms)}, ${Math.round(Math.abs(change) * 100)} % ${change > 0 ? 'more' : 'less'} than ${than}.`;
}

/** What a screen reader is told of a histogram. */
export function histogramWords({ answers, p50Ms, p95Ms, p99Ms, maxMs, timeouts }: LatencyView): string {
  const none = timeouts === 0 ? 'no timeouts' : `${formatInteger(timeouts)} timeouts`;
  if (answers === 0) return `No answers, ${none}`;
  return `${formatInteger(answers)} answers: median ${msWords(p50Ms)}, p95 ${msWords(p95Ms)}, p99 ${msWords(p99Ms)}, longest ${msWords(maxMs)}, ${none}`;
}
