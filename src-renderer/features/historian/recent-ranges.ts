import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '../../state/stored.ts';

const KEY = 'nexus.historian.ranges';
const Range = z.object({ from: z.string(), to: z.string() });
export type TypedRange = z.output<typeof Range>;
const KEPT = 8;

/** Ranges to choose from, by the names that people use. */
export const USUAL_RANGES: readonly (TypedRange & { readonly label: string })[] = [
  { label: 'Last 15 minutes', from: 'now-15m', to: 'now' },
  { label: 'Last hour', from: 'now-1h', to: 'now' },
  { label: 'Last 8 hours', from: 'now-8h', to: 'now' },
  { label: 'Last 24 hours', from: 'now-24h', to: 'now' },
  { label: 'Today', from: 'now/d', to: 'now' },
  { label: 'Yesterday', from: 'now-1d/d', to: 'now/d' },
  { label: 'This week', from: 'now/w', to: 'now' },
  { label: 'Last 7 days', from: 'now-7d', to: 'now' },
  { label: 'Last 30 days', from: 'now-30d', to: 'now' },
  { label: 'Last year', from: 'now-365d', to: 'now' },
];

/** Ranges that were asked for in this browser and have no name, the last one first. */
export const useRecentRanges = create<{ readonly ranges: readonly TypedRange[] }>()(() => ({
  ranges: readStored(KEY, z.array(Range).max(KEPT)) ?? [],
}));

const same = (a: TypedRange, b: TypedRange): boolean => a.from === b.from && a.to === b.to;

export function rangeUsed({ from, to }: TypedRange): void {
  const range = { from, to };
  if (USUAL_RANGES.some((usual) => same(usual, range))) return;
  const { ranges } = useRecentRanges.getState();
  const next = [range, ...ranges.filter((one) => !same(one, range))].slice(0, KEPT);
  useRecentRanges.setState({ ranges: next });
  writeStored(KEY, next);
}
