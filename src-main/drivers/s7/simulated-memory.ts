import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag, SimulatorOptions, WriteValue } from '../driver.ts';
import { AREAS, type Area } from './area.ts';
import { type Codec, makeCodec } from './codec.ts';
import type { S7Connection } from './connection.ts';
import { type Range, wireBytes } from './request.ts';
import { ITEM } from './return-code.ts';
import type { S7Type } from './s7-type.ts';
import { resolveTarget, type Target } from './target.ts';

interface ServedTag {
  readonly index: number;
  readonly target: Target;
  readonly codec: Codec;
  /** First byte of it in its image. */
  readonly at: number;
  readonly bytes: number;
  /** Somebody wrote it: it keeps still instead of following its value. */
  isWritten: boolean;
}

/** A data block or another area, as long as its last tag needs. */
interface AreaImage {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly tags: readonly ServedTag[];
}

/** Steps of the types that do not take every whole number. */
const STEPS: Partial<Readonly<Record<S7Type, number>>> = { DATE: 86_400_000_000, DT: 1_000 };

/** A simulated value as the CPU could hold it: where a waveform says 12.3, an integer is 12, a text “12.3” and a bit 1. */
function presentable(value: WriteValue, { type, dataType, length }: Target): WriteValue {
  if (typeof value !== 'number') return value;
  if (dataType === 'string') return String(value).slice(0, length);
  if (dataType === 'float32' || dataType === 'float64') return value;
  if (dataType === 'bool') return Math.round(value) === 0 ? 0 : 1;
  if (type === 'S5TIME' || type === 'TIMER') return s5Step(value);
  const step = STEPS[type] ?? 1;
  if (type === 'DATE' || type === 'DT') return Math.max(Math.round(value / step) * step, Date.UTC(1990, 0, 1) * 1_000);
  return Math.round(value);
}

/** The nearest time that three digits and a time base can say. */
function s5Step(ms: number): number {
  const step = [10, 100, 1_000, 10_000].find((each) => ms / each <= 999) ?? 10_000;
  return Math.round(ms / step) * step;
}

/** `PI` and `PQ` are one to the CPU, so areas go by their codes. */
const keyOf = (code: number, db: number): string => `${code}/${db}`;

/** The memory of a simulated CPU. What lies behind the last tag of a data block or an area does not exist. */
export class SimulatedMemory {
  readonly #value: SimulatorOptions<S7Connection>['value'];
  readonly #images = new Map<string, AreaImage>();

  /** @throws NexusError as `resolveTarget`. */
  constructor(tags: readonly DriverTag[], value: SimulatorOptions<S7Connection>['value']) {
    this.#value = value;
    const served = tags.map((tag, index): ServedTag => {
      const target = resolveTarget(tag);
      const cell = target.area.cell === 'word' ? 2 : 1;
      const bytes = wireBytes(target);
      return { index, target, codec: makeCodec(target), at: target.start * cell, bytes, isWritten: false };
    });
    for (const [key, ofImage] of Map.groupBy(served, ({ target }) => keyOf(target.area.code, target.db))) {
      const end = Math.max(...ofImage.map(({ at, bytes }) => at + bytes));
      const bytes = new Uint8Array(end + (end % 2));
      this.#images.set(key, { bytes, view: new DataView(bytes.buffer), tags: ofImage });
    }
  }

  /** Numbers and lengths of the data blocks, rising. */
  get dataBlocks(): readonly (readonly [db: number, bytes: number])[] {
    const found = [...this.#images].flatMap(([key, { bytes }]) => {
      const [code, db] = key.split('/').map(Number) as [number, number];
      return code === AREAS.DB.code ? [[db, bytes.length] as const] : [];
    });
    return found.toSorted(([a], [b]) => a - b);
  }

  /** @returns the bytes with every tag's value of this moment, or the return code of an item. */
  read(range: Range, nowMs: number): Uint8Array | number {
    const found = this.#at(range, nowMs);
    return typeof found === 'number' ? found : found.image.bytes.slice(found.at, found.at + wireBytes(range));
  }

  /**
   * Writes bytes; the tags that are there keep still from now on.
   *
   * @param bit the one that is meant; `data` is 0 or 1 then
   * @returns the return code of the item
   */
  write(range: Range, data: Uint8Array, bit: number | undefined, nowMs: number): number {
    const found = this.#at(range, nowMs);
    if (typeof found === 'number') return found;
    const { image, at } = found;
    if (bit === undefined) image.bytes.set(data, at);
    else {
      const rest = image.bytes[at]! & ~(1 << bit);
      image.bytes[at] = rest | ((data[0]! & 1) << bit);
    }
    for (const tag of tagsIn(image, at, wireBytes(range))) {
      const isMeant = bit === undefined || tag.target.type !== 'BOOL' || tag.target.bit === bit;
      if (isMeant) tag.isWritten = true;
    }
    return ITEM.ok;
  }

  #at(range: Range, nowMs: number): { readonly image: AreaImage; readonly at: number } | number {
    const image = this.#images.get(keyOf(range.area.code, range.db));
    if (!image) return range.area.name === 'DB' ? ITEM.absent : ITEM.range;
    const at = range.start * (range.area.cell === 'word' ? 2 : 1);
    const bytes = wireBytes(range);
    if (bytes === 0 || at + bytes > image.bytes.length) return ITEM.range;
    try {
      for (const tag of tagsIn(image, at, bytes)) if (!tag.isWritten) this.#update(image.view, tag, nowMs);
    } catch (error) {
      if (error instanceof NexusError) return ITEM.hardware;
      throw error;
    }
    return { image, at };
  }

  #update(view: DataView, { index, target, codec, at }: ServedTag, nowMs: number): void {
    codec.write(view, at, presentable(this.#value(index, nowMs), target));
  }
}

function* tagsIn({ tags }: AreaImage, at: number, bytes: number): Generator<ServedTag> {
  for (const tag of tags) if (tag.at < at + bytes && tag.at + tag.bytes > at) yield tag;
}

/** The area that a code on the wire means; undefined for one that S7 CPUs do not have. */
export function areaByCode(code: number): Area | undefined {
  return Object.values(AREAS).find((area) => area.code === code);
}
