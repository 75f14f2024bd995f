import type { TypedCell } from '../../src-shared/domain/point-batch.ts';
import { severity } from '../../src-shared/domain/quality.ts';
import type { ReadingColumns } from '../drivers/driver.ts';
import { type JudgedColumns, judgedColumns, RowJudge } from '../processing/judge-rows.ts';
import type { TagRule } from '../processing/tag-rule.ts';

/** A tag as its changes are measured. */
export interface WatchedTag {
  readonly rule: TagRule;
  /** Of its engineering range; undefined without one. */
  readonly span?: number | undefined;
}

/**
 * How far the tags of a group moved from one poll to the next, in changes: 1 is the deadband of the tag, or a share of its
 * engineering range, or of its value. Measured from the last reading, not from the last point: it is a speed.
 */
export class ChangeWatch {
  readonly #tags: readonly WatchedTag[];
  readonly #share: number;
  readonly #judge: RowJudge;
  #before: JudgedColumns;
  #now: JudgedColumns;
  #isFirst = true;
  readonly #cells = new Map<number, TypedCell['value']>();

  /** @param change the share that counts for tags without a deadband, in percent. */
  constructor(tags: readonly WatchedTag[], change: number) {
    this.#tags = tags;
    this.#share = change / 100;
    this.#judge = new RowJudge(tags.map(({ rule }) => rule));
    this.#before = judgedColumns(tags.length);
    this.#now = judgedColumns(tags.length);
  }

  /**
   * The largest movement since the last call; 0 at the first. Infinity for a quality that is another one now, and for a text
   * that changed.
   */
  look(readings: ReadingColumns): number {
    let largest = this.#lookAtCells(readings);
    const now = this.#before;
    this.#before = this.#now;
    this.#now = now;
    for (let row = 0; row < this.#tags.length; row++) {
      this.#judge.judge(row, readings, row, now, row);
      largest = Math.max(largest, this.#moved(row));
    }
    if (!this.#isFirst) return largest;
    this.#isFirst = false;
    return 0;
  }

  #moved(row: number): number {
    const [before, now] = [this.#before, this.#now];
    if (severity(before.status[row]!) !== severity(now.status[row]!)) return Number.POSITIVE_INFINITY;
    const distance = Math.abs(now.value[row]! - before.value[row]!);
    // Also where one of the two is no number.
    return distance > 0 ? distance / this.#changeOf(row) : 0;
  }

  #changeOf(row: number): number {
    const { rule, span } = this.#tags[row]!;
    const before = Math.abs(this.#before.value[row]!);
    if (!Number.isNaN(rule.swingingDoor)) return rule.swingingDoor;
    if (!Number.isNaN(rule.deadband)) return Math.max(rule.deadband, rule.deadbandRatio * before);
    return this.#share * (span ?? Math.max(before, Math.abs(this.#now.value[row]!)));
  }

  /** Texts. Exact integers have a number in the columns too; bytes are always new, and say nothing. */
  #lookAtCells({ cells, value: numbers }: ReadingColumns): number {
    let moved = 0;
    for (const { row, kind, value } of cells) {
      if (kind === 'bytes' || !Number.isNaN(numbers[row]!)) continue;
      const before = this.#cells.get(row);
      if (before !== undefined && before !== value) moved = Number.POSITIVE_INFINITY;
      this.#cells.set(row, value);
    }
    return moved;
  }
}
