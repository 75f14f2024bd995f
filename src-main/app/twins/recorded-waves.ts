import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../storage.ts';
import type { DeviceEntry, TagEntry } from '../tags/tag-directory.ts';
import { type RecordedWave, recordedWave } from './recorded-wave.ts';

const HOUR_US = 3_600_000_000;
/** One value every five seconds. */
const BUCKETS = 720;
/** More would keep the historian busy for long; the others move in waves. */
const TAGS_RECORDED = 1_000;

/** How devices moved in the hour before they were simulated. Read once, when that begins. */
export class RecordedWaves {
  readonly #storage: Pick<Storage, 'series'>;
  readonly #clock: Clock;
  readonly #known = new Map<string, ReadonlyMap<string, RecordedWave>>();

  constructor(storage: Pick<Storage, 'series'>, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /**
   * By identity of the device and id of the tag; tags of which nothing is recorded are missing. Others than these devices
   * are forgotten.
   */
  async of(entries: readonly DeviceEntry[]): Promise<ReadonlyMap<string, ReadonlyMap<string, RecordedWave>>> {
    const wanted = new Set(entries.map(({ uid }) => uid));
    for (const uid of this.#known.keys()) if (!wanted.has(uid)) this.#known.delete(uid);
    for (const entry of entries) if (!this.#known.has(entry.uid)) this.#known.set(entry.uid, await this.#read(entry));
    return this.#known;
  }

  async #read({ tags }: DeviceEntry): Promise<ReadonlyMap<string, RecordedWave>> {
    const toUs = this.#clock.wallUs();
    const found = new Map<string, RecordedWave>();
    for (const tag of tags.slice(0, TAGS_RECORDED)) {
      const wave = await this.#waveOf(tag, toUs);
      if (wave) found.set(tag.tag.id, wave);
    }
    return found;
  }

  async #waveOf(tag: TagEntry, toUs: number): Promise<RecordedWave | undefined> {
    const isText = tag.tag.data_type === 'string';
    const range = { fromUs: toUs - HOUR_US, toUs, ...(!isText && { buckets: BUCKETS }) };
    try {
      return recordedWave(await this.#storage.series(tag, range), toUs);
    } catch {
      // Without a history there is nothing to play.
      return undefined;
    }
  }
}
