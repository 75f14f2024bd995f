import { LANES } from '../../../log/lane.ts';
import type { LogNames } from '../../../log/log-names.ts';
import type { BatchRecord, GapRecord } from '../../../log/log-reader.ts';
import { DAY_US } from '../../split-columns.ts';
import { GapWriter } from './gap-writer.ts';
import { NO_SLOT } from './lane-batch.ts';
import { type Mark, NO_MARK, releasedFrom } from './lane-mark.ts';
import { LaneWriter, type WriterParts } from './lane-writer.ts';
import type { Released } from './quarantine.ts';
import { Turnstile } from './turnstile.ts';

/** Records of a lane that hold only points older than a day have this much added to their lane: a mark of their own. */
const BACKFILL_LANES = LANES;
const BACKFILL_AFTER_US = DAY_US;
/** Batches of a log that nobody knows yet in a database that knows the project: they may be a repetition. */
const STAGED_OF_NEW_LOG = 8;
/** Points that may be on their way, taken and not stored: 1.5 MB. */
export const ROOM_POINTS = 50_000;

export interface IntakeOptions {
  readonly projectUid: string;
  /** Transactions at a time. */
  readonly writers: number;
}

/** The marks of a project: log id → lane → mark. */
type Marks = ReadonlyMap<string, ReadonlyMap<number, Mark>>;

/**
 * Takes records of the log and hands them to the writers of their lanes. Old points, as of an import, have writers of
 * their own of which one works at a time, so that the lanes of the present do not wait for chunks that nobody has in
 * memory any more.
 */
export class Intake {
  readonly gaps: GapWriter;
  readonly #options: IntakeOptions;
  readonly #parts: WriterParts;
  readonly #live: Turnstile;
  readonly #backfill = new Turnstile(1);
  readonly #writers = new Map<string, LaneWriter>();
  #waiting = 0;
  #room: (() => void) | undefined;
  #names: LogNames | undefined;
  /** Tag number of the log → slot, `NO_SLOT` where it was not looked up yet. */
  #slotOfNumber = new Int32Array(64).fill(NO_SLOT);
  /** As the marks say it, with what the writers have done since. */
  readonly #marks: Map<string, Map<number, Mark>>;

  constructor(options: IntakeOptions, marks: Marks, parts: Omit<WriterParts, 'settled'>) {
    this.#options = options;
    this.#marks = new Map([...marks].map(([logId, ofLog]) => [logId, new Map(ofLog)]));
    this.#parts = { ...parts, settled: (points) => this.#settled(points) };
    this.#live = new Turnstile(options.writers);
    this.gaps = new GapWriter({ ...parts, projectUid: options.projectUid });
  }

  /** Points on their way. */
  get waitingPoints(): number {
    return this.#waiting;
  }

  /** Of all logs of the project. */
  counts(): Omit<Mark, 'seq'> {
    const all = [...this.#marks.keys()].map((logId) => this.countsOfLog(logId));
    return {
      stored: all.reduce((sum, { stored }) => sum + stored, 0),
      quarantined: all.reduce((sum, { quarantined }) => sum + quarantined, 0),
    };
  }

  countsOfLog(logId: string): Omit<Mark, 'seq'> {
    let [stored, quarantined] = [0, 0];
    for (const [lane, known] of this.#marks.get(logId) ?? []) {
      const mark = this.#writers.get(`${logId}/${lane}`)?.mark ?? known;
      stored += mark.stored;
      quarantined += mark.quarantined;
    }
    return { stored, quarantined };
  }

  /** Points of the quarantine were stored after all. */
  released({ logId, lane, points }: Released): void {
    const writer = this.#writers.get(`${logId}/${lane}`);
    if (writer) return writer.released(points);
    const mark = this.#marks.get(logId)?.get(lane);
    if (mark) this.#marks.get(logId)!.set(lane, releasedFrom(mark, points));
  }

  get hasRoom(): boolean {
    return this.#waiting < ROOM_POINTS;
  }

  /** The oldest segment that holds something that is not stored. */
  get oldestSegment(): number {
    let oldest = this.gaps.oldestSegment;
    for (const writer of this.#writers.values()) oldest = Math.min(oldest, writer.oldestSegment);
    return oldest;
  }

  take(record: BatchRecord): void {
    const { names, batch } = record;
    if (names !== this.#names) this.#slotOfNumber.fill(NO_SLOT);
    this.#names = names;
    const writer = this.#writerOf(record);
    if (writer.take(record, this.#slotOf)) this.#waiting += batch.count;
  }

  takeGap(record: GapRecord): void {
    this.gaps.take(record);
  }

  /** Resolves when there is room again, or after this time. */
  async roomWithin(ms: number): Promise<void> {
    if (this.hasRoom) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#parts.clock.after(ms, resolve);
    this.#room = resolve;
    await promise;
    timer.dispose();
  }

  /** Sends everything that is open, and resolves when nothing is on its way. */
  async flush(): Promise<void> {
    const writers = [...this.#writers.values()];
    for (const writer of writers) writer.flush();
    await Promise.all([...writers.map(({ idle }) => idle), this.gaps.idle]);
  }

  #writerOf({ logId, lane, batch }: BatchRecord): LaneWriter {
    const isOld = isBackfill(batch.timeUs, batch.count, batch.receivedUs);
    const ownLane = isOld ? lane + BACKFILL_LANES : lane;
    const id = `${logId}/${ownLane}`;
    const known = this.#writers.get(id);
    if (known) return known;
    const ofLog = this.#marks.get(logId);
    const mark = ofLog?.get(ownLane) ?? NO_MARK;
    const isNewLog = !ofLog || [...ofLog.values()].every(({ seq }) => seq === 0);
    const staged = isNewLog && this.#marks.size > (ofLog ? 1 : 0) ? STAGED_OF_NEW_LOG : 0;
    this.#marks.set(logId, (ofLog ?? new Map<number, Mark>()).set(ownLane, mark));
    const key = { projectUid: this.#options.projectUid, logId, lane: ownLane };
    const writer = new LaneWriter(key, mark, staged, this.#parts, isOld ? this.#backfill : this.#live);
    this.#writers.set(id, writer);
    return writer;
  }

  readonly #slotOf = (tagNumber: number): number => {
    const known = this.#slotOfNumber[tagNumber];
    if (known !== undefined && known !== NO_SLOT) return known;
    const uid = this.#names!.tag(tagNumber);
    if (uid === undefined) return NO_SLOT;
    if (tagNumber >= this.#slotOfNumber.length) {
      const grown = new Int32Array(Math.max(tagNumber + 1, this.#slotOfNumber.length * 2)).fill(NO_SLOT);
      grown.set(this.#slotOfNumber);
      this.#slotOfNumber = grown;
    }
    const slot = this.#parts.tags.slotOf(uid);
    this.#slotOfNumber[tagNumber] = slot;
    return slot;
  };

  #settled(points: number): void {
    this.#waiting -= points;
    if (this.hasRoom) this.#room?.();
  }
}

/** Says the same of a record whenever it is read: which mark counts for it depends on it. */
function isBackfill(timeUs: Float64Array, count: number, receivedUs: number): boolean {
  for (let row = 0; row < count; row++) if (!(timeUs[row]! < receivedUs - BACKFILL_AFTER_US)) return false;
  return true;
}
