import type { LogNames } from '../../log/log-names.ts';
import type { BatchRecord } from '../../log/log-reader.ts';
import type { SealMarks } from './seal-marks.ts';
import type { SealSchedule } from './seal-schedule.ts';
import type { TagSlots } from './tag-slots.ts';
import type { Tail } from './tail.ts';

/** Takes records of the log into the tail, without what the marks say is sealed. */
export class Intake {
  readonly #tail: Tail;
  readonly #tags: TagSlots;
  readonly #marks: SealMarks;
  readonly #schedule: SealSchedule;
  readonly #projectUid: string;
  #logId = '';
  #names: LogNames | undefined;
  /** Tag number of the log → slot, -1 where it was not looked up yet. */
  #slotOfNumber = new Int32Array(0);
  #unplacedPoints = 0;

  constructor(projectUid: string, tail: Tail, tags: TagSlots, marks: SealMarks, schedule: SealSchedule) {
    this.#projectUid = projectUid;
    this.#tail = tail;
    this.#tags = tags;
    this.#marks = marks;
    this.#schedule = schedule;
    this.#reserve();
  }

  /** Points without a time that is a number, or without a name for their tag. */
  get unplacedPoints(): number {
    return this.#unplacedPoints;
  }

  take(record: BatchRecord): void {
    const { batch, names, lane, seq, segment, epoch } = record;
    if (record.logId !== this.#logId) this.#enterLog(record.logId);
    if (names !== this.#names) this.#slotOfNumber = new Int32Array(this.#slotOfNumber.length).fill(-1);
    this.#names = names;
    this.#schedule.nowUs = batch.receivedUs;
    if (this.#marks.isDone(lane, seq)) return;
    const { tag, timeUs, value, status, flags, count } = batch;
    let nextCell = 0;
    for (let row = 0; row < count; row++) {
      const time = timeUs[row]!;
      const cell = batch.cells?.[nextCell]?.row === row ? batch.cells[nextCell++] : undefined;
      const slot = this.#slotOf(tag[row]!);
      if (slot < 0 || !Number.isFinite(time)) {
        this.#unplacedPoints++;
        continue;
      }
      if (this.#marks.isSealed(slot, lane, seq)) continue;
      this.#tail.append(slot, time, value[row]!, status[row]!, flags ? flags[row]! : 0, epoch);
      if (cell) this.#tail.attach(slot, cell);
      this.#marks.took(slot, lane, seq);
      this.#schedule.took(slot, this.#tail.count(slot), segment);
      this.#tags.noteLast(slot, time, value[row]!, status[row]!, epoch);
    }
  }

  #enterLog(logId: string): void {
    const slotById = new Map<number, number>();
    for (let slot = 0; slot < this.#tags.count; slot++) slotById.set(this.#tags.ids[slot]!, slot);
    this.#marks.enter(logId, slotById);
    this.#logId = logId;
  }

  #slotOf(tagNumber: number): number {
    const known = this.#slotOfNumber[tagNumber];
    if (known !== undefined && known >= 0) return known;
    const uid = this.#names!.tag(tagNumber);
    if (uid === undefined) return -1;
    if (tagNumber >= this.#slotOfNumber.length) {
      const grown = new Int32Array(Math.max(tagNumber + 1, this.#slotOfNumber.length * 2, 64)).fill(-1);
      grown.set(this.#slotOfNumber);
      this.#slotOfNumber = grown;
    }
    const slot = this.#tags.slotOf(this.#projectUid, uid);
    this.#reserve();
    this.#slotOfNumber[tagNumber] = slot;
    return slot;
  }

  #reserve(): void {
    this.#tail.reserve(this.#tags.count);
    this.#marks.reserve(this.#tags.count);
    this.#schedule.reserve(this.#tags.count);
  }
}
