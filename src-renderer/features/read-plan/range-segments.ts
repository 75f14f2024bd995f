import type { PlannedRangeView } from '../../../src-shared/contract/read-plan.ts';

/** A run of a range: wanted by tags, or read along. */
export interface Segment {
  readonly start: number;
  readonly count: number;
  readonly isGap: boolean;
}

/** A range from its first cell to its last, as runs that tags want and gaps between them. */
export function segmentsOf({ start, count, gaps }: PlannedRangeView): readonly Segment[] {
  const segments: Segment[] = [];
  let at = start;
  for (const gap of gaps) {
    if (gap.start > at) segments.push({ start: at, count: gap.start - at, isGap: false });
    segments.push({ ...gap, isGap: true });
    at = gap.start + gap.count;
  }
  if (at < start + count) segments.push({ start: at, count: start + count - at, isGap: false });
  return segments;
}

/** Ranges of one area within the space from its first to its last cell. */
export interface AreaMap {
  readonly area: string;
  readonly cell: PlannedRangeView['cell'];
  readonly first: number;
  readonly last: number;
  readonly ranges: readonly PlannedRangeView[];
}

/** Every area that is read, with its ranges in rising order. */
export function areaMaps(ranges: readonly PlannedRangeView[]): readonly AreaMap[] {
  return [...Map.groupBy(ranges, ({ area }) => area)].map(([area, own]) => {
    const sorted = own.toSorted((a, b) => a.start - b.start);
    const last = Math.max(...own.map(({ start, count }) => start + count - 1));
    return { area, cell: own[0]!.cell, first: sorted[0]!.start, last, ranges: sorted };
  });
}
