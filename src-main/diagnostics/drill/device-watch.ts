import type { PointBatch } from '../../../src-shared/domain/point-batch.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';

interface TagState {
  isGood: boolean | undefined;
  /** Changes from usable to Bad, and back, since the cut. */
  downs: number;
  ups: number;
}

/** What became of the tags of a device whose link was cut. */
export interface DeviceFigures {
  readonly tags: number;
  /** Tags that had a usable value before. */
  readonly judged: number;
  /** Of those: one change to Bad and one back. */
  readonly once: number;
  /** Changed to Bad more than once. */
  readonly flapped: number;
  /** Never changed to Bad. */
  readonly unmarked: number;
  /** Changed to Bad and did not come back. */
  readonly away: number;
  /** Usable values with a time within the cut. */
  readonly invented: number;
  /** From the cut to the first Bad value, and from its end to the first usable one, ms. */
  readonly noticedMs: number | undefined;
  readonly backMs: number | undefined;
}

/** Follows the tags of one device through a cut of its link, by what is handed to the log. */
export class DeviceWatch {
  readonly device: string;
  readonly #tags: ReadonlyMap<number, TagState>;
  #cutUs = Number.POSITIVE_INFINITY;
  #restoredUs = Number.POSITIVE_INFINITY;
  #invented = 0;
  #noticedUs: number | undefined;
  #backUs: number | undefined;

  constructor(device: string, tags: readonly number[]) {
    this.device = device;
    this.#tags = new Map(tags.map((tag) => [tag, { isGood: undefined, downs: 0, ups: 0 }]));
  }

  /** Takes a tag's quality from before the drill, for those that rarely have a new value. */
  begin(tag: number, status: number): void {
    const state = this.#tags.get(tag);
    if (state) state.isGood ??= !isBad(status);
  }

  /** @param us wall clock of the thread that the link is in. */
  cutAt(us: number): void {
    this.#cutUs = us;
  }

  restoredAt(us: number): void {
    this.#restoredUs = us;
  }

  take({ count, tag, timeUs, status, receivedUs }: PointBatch): void {
    for (let row = 0; row < count; row++) {
      const state = this.#tags.get(tag[row]!);
      if (state) this.#take(state, timeUs[row]!, !isBad(status[row]!), receivedUs);
    }
  }

  get isBack(): boolean {
    return [...this.#tags.values()].every(({ downs, ups }) => ups >= downs);
  }

  get figures(): DeviceFigures {
    const judged = [...this.#tags.values()].filter(({ isGood, downs }) => isGood === true || downs > 0);
    const ms = (us: number | undefined, from: number): number | undefined =>
      us === undefined ? undefined : Math.max(0, us - from) / 1_000;
    return {
      tags: this.#tags.size,
      judged: judged.length,
      once: judged.filter(({ downs, ups }) => downs === 1 && ups === 1).length,
      flapped: judged.filter(({ downs }) => downs > 1).length,
      unmarked: judged.filter(({ downs }) => downs === 0).length,
      away: judged.filter(({ downs, ups }) => downs > ups).length,
      invented: this.#invented,
      noticedMs: ms(this.#noticedUs, this.#cutUs),
      backMs: ms(this.#backUs, this.#restoredUs),
    };
  }

  #take(state: TagState, timeUs: number, isGood: boolean, receivedUs: number): void {
    const was = state.isGood;
    state.isGood = isGood;
    if (receivedUs < this.#cutUs) return;
    if (isGood && timeUs > this.#cutUs && receivedUs < this.#restoredUs) this.#invented++;
    if (was === true && !isGood) {
      state.downs++;
      this.#noticedUs ??= receivedUs;
    }
    if (was === false && isGood && state.downs > 0) {
      state.ups++;
      if (receivedUs >= this.#restoredUs) this.#backUs ??= receivedUs;
    }
  }
}
