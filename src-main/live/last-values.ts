import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { isGood, STATUS } from '../../src-shared/domain/quality.ts';

/**
 * The newest point of every tag, as columns indexed by the tag's number, and a version per tag that rises with each
 * change. What another gateway replays, or a file brings, changes nothing where something newer is known.
 */
export class LastValues {
  #timeUs = new Float64Array(0);
  #value = new Float64Array(0);
  #status = new Uint32Array(0);
  #flags = new Uint8Array(0);
  #version = new Float64Array(0);
  readonly #cells = new Map<number, TypedCell>();
  #newest = 0;

  /** Makes room for tag numbers below `count`. New tags wait for their first value. */
  grow(count: number): void {
    const known = this.#timeUs.length;
    if (count <= known) return;
    const grown = <T extends Float64Array | Uint32Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#timeUs = grown(this.#timeUs, new Float64Array(count));
    this.#value = grown(this.#value, new Float64Array(count).fill(Number.NaN));
    this.#status = grown(this.#status, new Uint32Array(count).fill(STATUS.BadWaitingForInitialData));
    this.#flags = grown(this.#flags, new Uint8Array(count));
    this.#version = grown(this.#version, new Float64Array(count));
  }

  /** The version of the newest change of all. */
  get newest(): number {
    return this.#newest;
  }

  apply(batch: PointBatch): void {
    const version = ++this.#newest;
    // What our devices say is of now, whatever their clocks say: ours, a server's or a PLC's may be set back.
    const isOfNow = batch.origin === 'local';
    for (let row = 0; row < batch.count; row++) {
      const tag = batch.tag[row]!;
      const knownUs = this.#timeUs[tag];
      if (knownUs === undefined || (!isOfNow && batch.timeUs[row]! < knownUs)) continue;
      this.#timeUs[tag] = batch.timeUs[row]!;
      this.#value[tag] = batch.value[row]!;
      this.#status[tag] = batch.status[row]!;
      this.#flags[tag] = batch.flags?.[row] ?? 0;
      this.#version[tag] = version;
      if (this.#cells.size > 0) this.#cells.delete(tag);
    }
    for (const cell of batch.cells ?? []) this.#cells.set(batch.tag[cell.row]!, cell);
  }

  /** The row of one tag; `timeUs` 0 means that no value ever came. */
  get(tag: number): {
    readonly timeUs: number;
    readonly value: number;
    readonly status: number;
    readonly cell: TypedCell | undefined;
  } {
    return {
      timeUs: this.#timeUs[tag] ?? 0,
      value: this.#value[tag] ?? Number.NaN,
      status: this.#status[tag] ?? STATUS.BadWaitingForInitialData,
      cell: this.#cells.get(tag),
    };
  }

  /** Takes back the values of tags that are no more: they wait for a first value again. */
  forget(tags: Iterable<number>): void {
    const version = ++this.#newest;
    for (const tag of tags) {
      this.#timeUs[tag] = 0;
      this.#value[tag] = Number.NaN;
      this.#status[tag] = STATUS.BadWaitingForInitialData;
      this.#flags[tag] = 0;
      this.#version[tag] = version;
      this.#cells.delete(tag);
    }
  }

  /** How many of these tags are Good now. */
  countGood(tags: Iterable<{ readonly number: number }>): number {
    let good = 0;
    for (const { number } of tags) if ((this.#timeUs[number] ?? 0) > 0 && isGood(this.#status[number]!)) good++;
    return good;
  }

  /** A batch of those `tags` that have a value and changed after `sinceVersion`, or undefined when none did. */
  changedSince(tags: Uint32Array, sinceVersion: number): PointBatch | undefined {
    const rows = tags.filter((tag) => (this.#version[tag] ?? 0) > sinceVersion);
    if (rows.length === 0) return undefined;
    const cells: TypedCell[] = [];
    if (this.#cells.size > 0) {
      rows.forEach((tag, row) => {
        const cell = this.#cells.get(tag);
        if (cell) cells.push({ ...cell, row });
      });
    }
    return {
      count: rows.length,
      device: 0,
      origin: 'local',
      receivedUs: 0,
      tag: rows,
      timeUs: Float64Array.from(rows, (tag) => this.#timeUs[tag]!),
      value: Float64Array.from(rows, (tag) => this.#value[tag]!),
      status: Uint32Array.from(rows, (tag) => this.#status[tag]!),
      flags: Uint8Array.from(rows, (tag) => this.#flags[tag]!),
      ...(cells.length > 0 && { cells }),
    };
  }
}
