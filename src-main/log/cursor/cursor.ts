import { noLanes, type PerLane } from '../lane.ts';

/** Points over the life of the log folder, as one sink counts them; their sum is how far the sink is. */
export interface CursorCounts {
  /** Accepted before this sink was switched on for the first time. */
  before: number;
  delivered: number;
  dropped: number;
  quarantined: number;
  /** Not meant for this sink; left out while there are none. */
  excluded?: number;
}

/** Where a record stands. */
export interface RecordPlace {
  readonly logId: string;
  readonly segment: number;
  readonly lane: number;
  readonly seq: number;
}

/** The record that was handled in part, in the segment and log of the cursor: its first `rows` rows, counted already. */
export interface PartOfRecord {
  readonly lane: number;
  readonly seq: number;
  readonly rows: number;
}

/** What of a cursor is kept over a restart. */
export interface CursorState {
  /** Reading goes on at the start of this segment, as long as it still belongs to this log. */
  readonly segment: number;
  readonly logId: string;
  readonly part: PartOfRecord | undefined;
  readonly counts: Readonly<CursorCounts>;
  /** By log, the last handled number of each lane; oldest first. */
  readonly logs: readonly (readonly [logId: string, lanes: PerLane])[];
}

/** Each start makes a log; one that was not seen for so many starts has no segment left. */
const REMEMBERED_LOGS = 64;

/**
 * How far one sink has handled the log. Kept by (log, lane), because after a restore the same segment and point
 * numbers name other data: only what was handled under its own log counts as handled.
 */
export class Cursor {
  readonly counts: CursorCounts;
  #segment: number;
  #logId: string;
  #part: PartOfRecord | undefined;
  readonly #logs: Map<string, number[]>;

  constructor(state?: CursorState) {
    this.counts = { ...(state?.counts ?? { before: 0, delivered: 0, dropped: 0, quarantined: 0 }) };
    this.#segment = state?.segment ?? 1;
    this.#logId = state?.logId ?? '';
    this.#part = state?.part;
    this.#logs = new Map(state?.logs.map(([logId, lanes]) => [logId, [...lanes]]));
  }

  get segment(): number {
    return this.#segment;
  }

  /** Empty while nothing was handled yet. */
  get logId(): string {
    return this.#logId;
  }

  /** The last handled number of each lane of that log. */
  get lanes(): PerLane {
    return this.#logs.get(this.#logId) ?? noLanes();
  }

  get part(): PartOfRecord | undefined {
    return this.#part;
  }

  /** Points of the folder's life that are behind this cursor. */
  get handledPoints(): number {
    const { before, delivered, dropped, quarantined, excluded = 0 } = this.counts;
    return before + delivered + dropped + quarantined + excluded;
  }

  /** True when the whole record was handled. */
  has({ logId, lane, seq }: RecordPlace): boolean {
    return seq <= (this.#logs.get(logId)?.[lane] ?? 0);
  }

  /** How many rows of a record that is not handled whole were handled all the same. */
  rowsOf({ logId, lane, seq }: RecordPlace): number {
    const part = this.#part;
    return part && this.#logId === logId && part.lane === lane && part.seq === seq ? part.rows : 0;
  }

  /** Notes that all of a record is handled; its points are counted by the caller. */
  pass({ logId, segment, lane, seq }: RecordPlace): void {
    this.#enter(logId, segment);
    const lanes = this.#logs.get(logId)!;
    lanes[lane] = Math.max(lanes[lane]!, seq);
    this.#part = undefined;
  }

  /** Notes that the first rows of the record that comes next are handled; they are counted by the caller. */
  passRows({ logId, segment, lane, seq }: RecordPlace, rows: number): void {
    this.#enter(logId, segment);
    this.#part = { lane, seq, rows };
  }

  /** Begins at a segment of which nothing was handled yet. */
  begin(segment: number, before: number): void {
    this.#segment = segment;
    this.counts.before = before;
  }

  /**
   * Makes the counts add up to `points`, where the log says that this cursor is. What the log counts beyond it was
   * trimmed or damaged before this sink saw it; what the cursor has beyond the log belongs to a log that is no more.
   */
  alignTo(points: number, missing: 'before' | 'dropped'): void {
    let surplus = this.handledPoints - points;
    if (surplus <= 0) {
      this.counts[missing] -= surplus;
      return;
    }
    for (const name of ['delivered', 'before', 'dropped', 'quarantined', 'excluded'] as const) {
      const known = this.counts[name] ?? 0;
      const taken = Math.min(surplus, known);
      if (taken > 0) this.counts[name] = known - taken;
      surplus -= taken;
    }
  }

  /**
   * Goes on where `ahead` is, which began where this one ends: its `before` is all that this one had to handle, and what is
   * missing of that was dropped.
   */
  join(ahead: Cursor): void {
    this.alignTo(ahead.counts.before, 'dropped');
    for (const name of ['delivered', 'dropped', 'quarantined'] as const) this.counts[name] += ahead.counts[name];
    if (ahead.counts.excluded) this.counts.excluded = (this.counts.excluded ?? 0) + ahead.counts.excluded;
    for (const [logId, lanes] of ahead.#logs) {
      const known = this.#logs.get(logId) ?? noLanes();
      this.#logs.delete(logId);
      this.#enter(logId, ahead.#segment);
      const joined = lanes.map((seq, lane) => Math.max(seq, known[lane]!));
      this.#logs.set(logId, joined);
    }
    this.#segment = ahead.#segment;
    this.#logId = ahead.#logId;
    this.#part = ahead.#part;
  }

  state(): CursorState {
    return {
      segment: this.#segment,
      logId: this.#logId,
      part: this.#part,
      counts: { ...this.counts },
      logs: [...this.#logs].map(([logId, lanes]) => [logId, [...lanes]] as const),
    };
  }

  #enter(logId: string, segment: number): void {
    this.#segment = segment;
    this.#logId = logId;
    if (this.#logs.has(logId)) return;
    this.#logs.set(logId, noLanes());
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= REMEMBERED_LOGS) return;
      this.#logs.delete(oldest);
    }
  }
}
