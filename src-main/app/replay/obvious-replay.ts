import { STATUS } from '../../../src-shared/domain/quality.ts';

/** For tests: a tag as a person would write its processing down. */
export interface ObviousTag {
  readonly scale: number;
  readonly offset: number;
  readonly clamp?: readonly [low: number, high: number];
  readonly deadband?: number;
  readonly range?: { readonly low: number; readonly high: number; readonly action: 'flag' | 'reject' };
}

export interface ObviousPoint {
  readonly timeUs: number;
  readonly raw: number;
  readonly value: number;
  readonly status: number;
}

/** For tests: the points of these readings, in the simplest way there is. */
export function obviousPoints(
  tag: ObviousTag,
  readings: readonly (readonly [timeUs: number, raw: number])[],
): ObviousPoint[] {
  const points: ObviousPoint[] = [];
  for (const [timeUs, raw] of readings) {
    let value = raw * tag.scale + tag.offset;
    let status: number = STATUS.Good;
    const [low, high] = tag.clamp ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    if (value < low || value > high) {
      value = value < low ? low : high;
      status = STATUS.GoodClamped;
    }
    if (tag.range && (value < tag.range.low || value > tag.range.high)) {
      if (tag.range.action === 'reject') continue;
      status = STATUS.UncertainEngineeringUnitsExceeded;
    }
    const last = points.at(-1);
    const isQuiet = last?.status === status && Math.abs(value - last.value) <= (tag.deadband ?? Number.NaN);
    if (!isQuiet) points.push({ timeUs, raw, value, status });
  }
  return points;
}

/** What a replay counts, from readings that nobody had to take back. */
export interface ObviousFindings {
  readonly compared: number;
  readonly values: number;
  readonly qualities: number;
  readonly clamped: number;
  readonly fewer: number;
  readonly untold: number;
  /** The largest difference. */
  readonly worst: number;
}

/** For tests: compares two configurations over the readings whose points the first one stored. */
export function obviousFindings(
  before: ObviousTag,
  after: ObviousTag,
  stored: readonly ObviousPoint[],
): ObviousFindings {
  const isHeld = ({ status, value }: ObviousPoint): boolean =>
    status === STATUS.GoodClamped || (status !== STATUS.Good && (before.clamp?.includes(value) ?? false));
  const told = stored.filter((point) => !isHeld(point));
  const fresh = new Map(
    obviousPoints(
      after,
      told.map(({ timeUs, raw }) => [timeUs, raw] as const),
    ).map((point) => [point.timeUs, point]),
  );
  const pairs = told.flatMap((point) => {
    const other = fresh.get(point.timeUs);
    return other ? [[point, other] as const] : [];
  });
  const apart = pairs.map(([old, next]) => Math.abs(next.value - old.value));
  const isApart = (by: number, at: number): boolean => by > 1e-9 * Math.max(1, Math.abs(pairs[at]![1].value));
  return {
    compared: pairs.length,
    values: apart.filter(isApart).length,
    qualities: pairs.filter(([old, next]) => old.status !== next.status).length,
    clamped: pairs.filter(([old, next]) => next.status === STATUS.GoodClamped && old.status !== STATUS.GoodClamped)
      .length,
    fewer: told.length - pairs.length,
    untold: stored.length - told.length,
    worst: Math.max(0, ...apart.filter(isApart)),
  };
}
