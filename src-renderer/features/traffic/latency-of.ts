import type { Exchange } from './exchanges.ts';

/** `3 selected, 2 answered in 1.2–14.0 ms, median 2.0 ms`; empty for less than two rows. */
export function selectionWords(rows: readonly Exchange[]): string {
  if (rows.length < 2) return '';
  const took = rows.flatMap(({ reply }) => reply?.tookUs ?? []).sort((a, b) => a - b);
  if (took.length === 0) return `${rows.length} selected, none answered`;
  const ms = (us: number): string => (us / 1_000).toFixed(us < 100_000 ? 1 : 0);
  const median = took[Math.floor((took.length - 1) / 2)]!;
  const range = took.length === 1 ? ms(took[0]!) : `${ms(took[0]!)}–${ms(took.at(-1)!)}`;
  return `${rows.length} selected, ${took.length} answered in ${range} ms, median ${ms(median)} ms`;
}
