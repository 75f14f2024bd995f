import type { BatchReach, PointBatch } from '../../src-shared/domain/point-batch.ts';

/** A tag whose points are not for everything. */
export interface ReachOfTag {
  readonly tag: number;
  readonly reach: BatchReach;
}

/** The points of a batch in one batch for each reach, those for everything first. Most batches stay as they are. */
export class ReachSplit {
  readonly #reachOf: ReadonlyMap<number, BatchReach>;

  /** @returns undefined where the points of all tags are for everything, so that nothing is asked for. */
  static of(tags: readonly ReachOfTag[]): ReachSplit | undefined {
    return tags.length === 0 ? undefined : new ReachSplit(tags);
  }

  constructor(tags: readonly ReachOfTag[]) {
    this.#reachOf = new Map(tags.map(({ tag, reach }) => [tag, reach]));
  }

  split(batch: PointBatch): readonly PointBatch[] {
    const first = this.#reachOf.get(batch.tag[0]!);
    let isMixed = false;
    for (let row = 1; row < batch.count && !isMixed; row++) isMixed = this.#reachOf.get(batch.tag[row]!) !== first;
    if (!isMixed) return [first === undefined ? batch : { ...batch, reach: first }];
    const parts: PointBatch[] = [];
    for (const reach of [undefined, 'history', 'live'] as const) {
      const rows: number[] = [];
      for (let row = 0; row < batch.count; row++) if (this.#reachOf.get(batch.tag[row]!) === reach) rows.push(row);
      if (rows.length > 0) parts.push({ ...rowsOf(batch, rows), ...(reach && { reach }) });
    }
    return parts;
  }
}

function rowsOf(batch: PointBatch, rows: readonly number[]): PointBatch {
  const { serverUs, flags, cells } = batch;
  const places = new Map(rows.map((row, place) => [row, place]));
  const own = cells?.flatMap((cell) => {
    const place = places.get(cell.row);
    return place === undefined ? [] : [{ ...cell, row: place }];
  });
  const { device, origin, receivedUs } = batch;
  return {
    count: rows.length,
    device,
    origin,
    receivedUs,
    tag: Uint32Array.from(rows, (row) => batch.tag[row]!),
    timeUs: Float64Array.from(rows, (row) => batch.timeUs[row]!),
    value: Float64Array.from(rows, (row) => batch.value[row]!),
    status: Uint32Array.from(rows, (row) => batch.status[row]!),
    ...(serverUs && { serverUs: Float64Array.from(rows, (row) => serverUs[row]!) }),
    ...(flags && { flags: Uint8Array.from(rows, (row) => flags[row]!) }),
    ...(own && own.length > 0 && { cells: own }),
  };
}
