import type { Exchange } from './exchanges.ts';

/** The row that holds a frame, or the last one before it; undefined where there is no row. */
export function rowOfFrame(rows: readonly Exchange[], number: number): Exchange | undefined {
  return rows.find(({ reply }) => reply?.number === number) ?? rows.findLast((row) => row.number <= number) ?? rows[0];
}

export function toggled(marked: ReadonlySet<number>, number: number): ReadonlySet<number> {
  const next = new Set(marked);
  if (!next.delete(number)) next.add(number);
  return next;
}

/** The next marked row behind this one, around the end; the row itself where none is marked. */
export function nextMarked(marked: ReadonlySet<number>, from: number): number {
  const sorted = [...marked].sort((a, b) => a - b);
  return sorted.find((number) => number > from) ?? sorted[0] ?? from;
}
