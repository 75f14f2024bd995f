/** What one group of tags asks of the time of its endpoint. */
export interface PaceDemand {
  /** Periods that it may have, fastest first, ms. */
  readonly ladder: readonly number[];
  /** The step that it wishes for. */
  readonly wish: number;
  /** What a poll takes, ms. */
  readonly costMs: number;
  /** It is served before those that are not. */
  readonly isUrgent: boolean;
}

/** Sums of shares are exact to this. */
const ROUNDING = 1e-9;

/**
 * Shares the time of an endpoint out: everybody has the slowest period, and then those that wish for more go faster in
 * turns, a step at a time, as long as all together keep below the limit. Urgent ones have their turns first.
 * @param limit the share of its time that the endpoint may be busy, 0…1.
 * @returns the step of each; at no step is the limit exceeded, unless the slowest periods alone exceed it.
 */
export function allotPaces(demands: readonly PaceDemand[], limit: number): readonly number[] {
  const steps = demands.map(({ ladder }) => ladder.length - 1);
  let load = demands.reduce((sum, { ladder, costMs }) => sum + costMs / ladder.at(-1)!, 0);
  const goFaster = ({ ladder, wish, costMs }: PaceDemand, at: number): boolean => {
    const step = steps[at]!;
    if (step <= wish) return false;
    const more = costMs / ladder[step - 1]! - costMs / ladder[step]!;
    if (load + more > limit + ROUNDING) return false;
    load += more;
    steps[at] = step - 1;
    return true;
  };
  for (const isUrgent of [true, false]) {
    let open = demands.map((demand, at) => ({ demand, at })).filter(({ demand }) => demand.isUrgent === isUrgent);
    // Who cannot go faster now cannot later either: nobody gives time back.
    while (open.length > 0) open = open.filter(({ demand, at }) => goFaster(demand, at));
  }
  return steps;
}
