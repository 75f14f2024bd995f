interface Run {
  readonly start: number;
  readonly count: number;
}

/** The runs of a range that no item covers, in rising order. @param items in rising order of `start`; may reach out of the range */
export function gapsIn({ start, count }: Run, items: readonly Run[]): Run[] {
  const gaps: Run[] = [];
  const end = start + count;
  let covered = start;
  for (const item of items) {
    const from = Math.min(item.start, end);
    if (from > covered) gaps.push({ start: covered, count: from - covered });
    covered = Math.max(covered, item.start + item.count);
  }
  if (covered < end) gaps.push({ start: covered, count: end - covered });
  return gaps;
}
