import type { Arrivals } from '../../../src-shared/domain/arrival-ledger.ts';

/** What arrived of one tag at the far end. */
export interface FarEnd {
  readonly count: number;
  readonly sum: number;
  /** First arrivals that came after a later point. */
  readonly late: number;
  /** Points that are there a second time. */
  readonly twice: number;
}

/** Both ends of a way compared, in points. */
export interface WayCheck {
  readonly tags: number;
  /** Points that were read. */
  readonly points: number;
  readonly lost: number;
  /** Points at the far end that nobody read, or at another time. */
  readonly invented: number;
  readonly late: number;
  readonly twice: number;
  /** The first tag with a fault, by its place in the list. */
  readonly faulty: number | undefined;
}

/**
 * Compares what was read with what arrived, tag by tag. Points that came out of order from their source already are
 * neither lost nor late: the source sent them so.
 */
export function compareWay(pairs: readonly { readonly sent: Arrivals; readonly got: FarEnd }[]): WayCheck {
  const sum = { points: 0, lost: 0, invented: 0, late: 0, twice: 0 };
  let faulty: number | undefined;
  for (const [place, { sent, got }] of pairs.entries()) {
    const arrived = got.count + got.late;
    const lost = Math.max(0, sent.count - arrived);
    const surplus = Math.max(0, arrived - sent.count - sent.behind);
    const isOther = arrived === sent.count && got.late === 0 && sent.behind === 0 && got.sum !== sent.sum;
    const late = Math.max(0, got.late - sent.behind);
    sum.points += sent.count;
    sum.lost += lost + (isOther ? 1 : 0);
    sum.invented += surplus + (isOther ? 1 : 0);
    sum.late += late;
    sum.twice += got.twice;
    if (lost + surplus + late > 0 || isOther) faulty ??= place;
  }
  return { tags: pairs.length, ...sum, faulty };
}
