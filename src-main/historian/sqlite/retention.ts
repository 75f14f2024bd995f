import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../kernel/clock.ts';
import { BelievedClock } from '../believed-clock.ts';
import { DAY_US, HOUR_US } from '../split-columns.ts';
import type { Retention as Kept } from '../store.ts';
import type { HistorianFile } from './historian-file.ts';

/** Not at once after a start: a machine may begin with a clock that is still to be set. */
const FIRST_AFTER_MS = 600_000;
const EVERY_MS = 3_600_000;
/** Tags that are looked at, and blocks that go, in one piece of work. */
const TAGS_AT_ONCE = 100;
const BLOCKS_AT_ONCE = 64;

/**
 * Removes what was kept long enough, by whole blocks, hours and days, a few at a time. Minutes go with the points they
 * are made of. A clock that was set forward is only believed a round later: the mistake of a moment must cost no data.
 */
export class Retention {
  readonly #file: HistorianFile;
  readonly #kept: Kept;
  readonly #clock: Clock;
  readonly #believed: BelievedClock;
  readonly #removeGaps: StatementSync;
  #nextRoundMs: number;
  /** The slot that is next in this round; undefined between rounds. */
  #slot: number | undefined;
  #dailyFromUs = Number.NEGATIVE_INFINITY;

  constructor(file: HistorianFile, kept: Kept, clock: Clock) {
    this.#file = file;
    this.#kept = kept;
    this.#clock = clock;
    this.#removeGaps = prepareRemoveGaps(file.database);
    this.#believed = new BelievedClock(clock);
    this.#nextRoundMs = clock.monoMs() + FIRST_AFTER_MS;
  }

  /** Removes a little. Returns false when nothing is due. */
  step(): boolean {
    if (this.#slot === undefined) {
      if (this.#clock.monoMs() < this.#nextRoundMs) return false;
      this.#begin();
    }
    const { tags } = this.#file;
    let slot = this.#slot!;
    const end = Math.min(slot + TAGS_AT_ONCE, tags.count);
    this.#file.transaction(() => {
      for (let room = BLOCKS_AT_ONCE; slot < end; slot++) {
        room -= this.#removeOf(tags.ids[slot]!, room);
        if (room <= 0) return;
      }
    });
    this.#slot = slot < tags.count ? slot : undefined;
    return true;
  }

  #begin(): void {
    const nowUs = this.#believed.nowUs();
    const { state } = this.#file;
    this.#nextRoundMs = this.#clock.monoMs() + EVERY_MS;
    this.#slot = 0;
    this.#dailyFromUs = nowUs - this.#kept.dailyMs * 1_000;
    // Known before the first block goes: a question then takes hours for what lies before it. What is gone stays gone,
    // also when more is to be kept from now on.
    const rawFromUs = Math.max(state.get('raw_from_us'), nowUs - this.#kept.rawMs * 1_000);
    const hourFromUs = Math.floor((nowUs - this.#kept.hourlyMs * 1_000) / DAY_US) * DAY_US;
    this.#file.transaction(() => {
      state.set('raw_from_us', rawFromUs);
      state.set('hour_from_us', Math.max(state.get('hour_from_us'), hourFromUs));
      this.#removeGaps.run(this.#dailyFromUs);
    });
  }

  /** @returns how many blocks went. */
  #removeOf(tag: number, most: number): number {
    const { blocks, rollups, state } = this.#file;
    const ended = blocks.endedBefore(tag, state.get('raw_from_us'), most);
    for (const block of ended) blocks.remove(tag, block);
    if (ended.length > 0) state.add('blocks', -ended.length);
    if (ended.length === most) return most;
    rollups.removeBefore(tag, HOUR_US, state.get('hour_from_us'));
    rollups.removeBefore(tag, DAY_US, Math.floor(this.#dailyFromUs / DAY_US) * DAY_US);
    return ended.length;
  }
}

function prepareRemoveGaps(database: DatabaseSync): StatementSync {
  return database.prepare('DELETE FROM gaps WHERE to_us < ?');
}
