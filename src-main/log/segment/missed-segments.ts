import { type DroppedRun, droppedRunOf, joinRuns, type LogGap } from '../log-gap.ts';

/** Segments in a row that a reader found gone and was not told of yet. */
interface Missed {
  readonly from: number;
  readonly to: number;
  /** `receivedUs` of the last batch that it had read directly before. */
  readonly afterUs: number | undefined;
  /** What it lost there, shared by the pieces into which the row is cut as reasons come in. */
  readonly loss: { points: number | undefined; pieces: number };
}

/** A sink that was away so often that it never heard why: what lies furthest back is forgotten. */
const MOST_RANGES = 256;

/** Which segments a reader could not read, until the log tells it why: the gaps of other readers are not its own. */
export class MissedSegments {
  #ranges: Missed[] = [];
  #gone: { readonly from: number; readonly to: number }[] = [];

  /** Notes that the segments from `from` to `to` are gone; there may be none between. */
  gone(from: number, to: number): void {
    if (from <= to) this.#gone.push({ from, to });
  }

  /**
   * A sound segment was found behind what is gone.
   * @param points what the reader lost before it; undefined where it had read nothing before.
   * @param afterUs `receivedUs` of the last batch that it had read.
   */
  found(points: number | undefined, afterUs: number | undefined): void {
    const loss = { points, pieces: this.#gone.length };
    for (const [i, { from, to }] of this.#gone.entries())
      this.#ranges.push({ from, to, afterUs: i === 0 ? afterUs : undefined, loss });
    this.#gone = [];
    this.#ranges = this.#ranges.slice(-MOST_RANGES);
  }

  /** What this reader lost of a gap, each part told once; empty when it is the gap of others. */
  claim(gap: LogGap): LogGap[] {
    const run = droppedRunOf(gap);
    if (!run) return [gap];
    const parts = [...(gap.earlier ?? []), run].flatMap((each) => this.#claimRun(each));
    return joinNeighbours(parts).map((part) => {
      // When each device was last heard holds at the start of the record's own run only.
      const isWhole = part.fromSegment === run.fromSegment && part.fromUs === run.fromUs;
      return { ...part, reason: gap.reason, devices: isWhole ? gap.devices : new Map() };
    });
  }

  #claimRun(run: DroppedRun): DroppedRun[] {
    const parts: DroppedRun[] = [];
    this.#ranges = this.#ranges.flatMap((range) => {
      const fromSegment = Math.max(range.from, run.fromSegment);
      const toSegment = Math.min(range.to, run.toSegment);
      if (fromSegment > toSegment) return [range];
      const pieces: Missed[] = [];
      if (fromSegment > range.from) pieces.push({ ...range, to: fromSegment - 1 });
      if (toSegment < range.to) pieces.push({ ...range, from: toSegment + 1, afterUs: undefined });
      range.loss.pieces += pieces.length - 1;
      const points = takePoints(range.loss, run.points);
      const isStart = fromSegment === range.from && range.afterUs !== undefined;
      const fromUs = Math.min(run.toUs, isStart ? Math.max(run.fromUs, range.afterUs!) : run.fromUs);
      parts.push({ fromSegment, toSegment, fromUs, toUs: run.toUs, points });
      return pieces;
    });
    return parts;
  }
}

/** The reader knows its whole loss to the point: what runs say is corrected by it, at the last piece at the latest. */
function takePoints(loss: Missed['loss'], runPoints: number): number {
  if (loss.points === undefined) return runPoints;
  const points = loss.pieces === 0 ? loss.points : Math.min(runPoints, loss.points);
  loss.points -= points;
  return points;
}

function joinNeighbours(parts: readonly DroppedRun[]): DroppedRun[] {
  const joined: DroppedRun[] = [];
  for (const part of parts.toSorted((a, b) => a.fromSegment - b.fromSegment)) {
    const last = joined.at(-1);
    if (last?.toSegment === part.fromSegment - 1) joined[joined.length - 1] = joinRuns([last, part]);
    else joined.push(part);
  }
  return joined;
}
