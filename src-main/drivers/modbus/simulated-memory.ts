import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { SimulatorOptions, WriteValue } from '../driver.ts';
import { AREA_SIZE, AREAS, type Area, type AreaName } from './area.ts';
import { WHOLE_REGISTER, wireMask } from './bit-field.ts';
import { type Codec, makeCodec } from './codec.ts';
import { resolveTarget, type Target } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';

interface ServedTag {
  readonly index: number;
  readonly target: Target;
  readonly codec: Codec;
  /** Somebody wrote it: it keeps still instead of following its value. */
  isWritten: boolean;
}

/** The cells of one area and the tags that fill them. */
interface AreaImage {
  /** 2 bytes a register, or 8 bits a byte. */
  readonly view: DataView;
  /** 1 where a tag has the register or bit; the rest does not exist on this device. */
  readonly exists: Uint8Array;
  /** In rising order of address. */
  readonly tags: readonly ServedTag[];
  /** Cells of the longest tag: how far before an address a tag that reaches it can start. */
  readonly longest: number;
}

/** A simulated value as the device could hold it: integers are rounded, where a waveform says 12.3. */
function presentable(value: WriteValue, { dataType }: Target): WriteValue {
  if (typeof value !== 'number' || dataType === 'float32' || dataType === 'float64') return value;
  return Math.round(value);
}

/** The registers and bits of a simulated device. A cell that no tag has does not exist; a tag that was written stays. */
export class SimulatedMemory {
  readonly #value: SimulatorOptions<UnitConnection>['value'];
  readonly #images = new Map<AreaName, AreaImage>();
  readonly #connection: UnitConnection;

  /** @throws NexusError as `resolveTarget`. */
  constructor({ tags, connection, value }: Pick<SimulatorOptions<UnitConnection>, 'tags' | 'connection' | 'value'>) {
    this.#value = value;
    this.#connection = connection;
    const served = tags.map((tag, index) => {
      const target = resolveTarget(tag, connection);
      return { index, target, codec: makeCodec(target), isWritten: false };
    });
    for (const [name, ofArea] of Map.groupBy(served, (tag) => tag.target.area.name)) {
      this.#images.set(name, makeImage(ofArea));
    }
  }

  /** The most that one read may ask for: what the device is said to take. */
  maxRead(area: Area): number {
    return area.cell === 'bit' ? this.#connection.max_bits : this.#connection.max_registers;
  }

  /**
   * The data bytes of a read, with every tag's value of this moment.
   *
   * @returns the exception code instead: 2 where a cell does not exist, 4 where a value does not fit its type.
   */
  read(area: Area, start: number, count: number, nowMs: number): Buffer | number {
    const image = this.#imageAt(area, start, count, nowMs);
    if (typeof image === 'number') return image;
    if (area.cell === 'register') return Buffer.from(image.view.buffer, start * 2, count * 2);
    const bytes = Buffer.alloc(Math.ceil(count / 8));
    for (let bit = 0; bit < count; bit++) {
      const cell = start + bit;
      const isSet = (image.view.getUint8(cell >> 3) >> (cell & 7)) & 1;
      bytes[bit >> 3]! |= isSet << (bit & 7);
    }
    return bytes;
  }

  /**
   * Writes coils; the tags that are there keep still from now on.
   *
   * @param bits eight coils a byte, the first one lowest
   * @returns 0, or the exception code 2 or 4 as of a read; nothing was written then.
   */
  writeCoils(start: number, count: number, bits: Uint8Array, nowMs: number): number {
    const image = this.#imageAt(AREAS.coil, start, count, nowMs);
    if (typeof image === 'number') return image;
    for (let i = 0; i < count; i++) {
      const cell = start + i;
      const rest = image.view.getUint8(cell >> 3) & ~(1 << (cell & 7));
      image.view.setUint8(cell >> 3, rest | (((bits[i >> 3]! >> (i & 7)) & 1) << (cell & 7)));
    }
    for (const tag of tagsIn(image, start, count)) tag.isWritten = true;
    return 0;
  }

  /**
   * Writes holding registers; the tags that are there keep still from now on.
   *
   * @param registers two bytes each, as they came over the wire
   * @param mask the bits of a single register that were meant; fields beside them go on moving
   * @returns 0, or the exception code 2 or 4 as of a read; nothing was written then.
   */
  writeRegisters(start: number, registers: Uint8Array, nowMs: number, mask = WHOLE_REGISTER): number {
    const count = registers.length / 2;
    const image = this.#imageAt(AREAS.holding, start, count, nowMs);
    if (typeof image === 'number') return image;
    registers.forEach((byte, i) => image.view.setUint8(start * 2 + i, byte));
    for (const tag of tagsIn(image, start, count)) if (wireMask(tag.target) & mask) tag.isWritten = true;
    return 0;
  }

  /** The area with these cells as they are now, or an exception code as of a read. */
  #imageAt(area: Area, start: number, count: number, nowMs: number): AreaImage | number {
    const image = this.#images.get(area.name);
    if (!image || start + count > AREA_SIZE) return 2;
    for (let cell = start; cell < start + count; cell++) if (image.exists[cell] === 0) return 2;
    try {
      for (const tag of tagsIn(image, start, count)) if (!tag.isWritten) this.#update(image.view, tag, nowMs);
    } catch (error) {
      if (error instanceof NexusError) return 4;
      throw error;
    }
    return image;
  }

  #update(view: DataView, { index, target, codec }: ServedTag, nowMs: number): void {
    const offset = target.area.cell === 'bit' ? target.wire : target.wire * 2;
    codec.write(view, offset, presentable(this.#value(index, nowMs), target));
  }
}

/** The tags that have one of these cells. */
function* tagsIn({ tags, longest }: AreaImage, start: number, count: number): Generator<ServedTag> {
  for (let i = firstFrom(tags, start - longest); i < tags.length; i++) {
    const tag = tags[i]!;
    if (tag.target.wire >= start + count) return;
    if (tag.target.wire + tag.target.count > start) yield tag;
  }
}

function makeImage(served: readonly ServedTag[]): AreaImage {
  const tags = served.toSorted((a, b) => a.target.wire - b.target.wire);
  const exists = new Uint8Array(AREA_SIZE);
  let longest = 0;
  for (const { target } of tags) {
    exists.fill(1, target.wire, target.wire + target.count);
    longest = Math.max(longest, target.count);
  }
  const bytes = tags[0]!.target.area.cell === 'bit' ? AREA_SIZE / 8 : AREA_SIZE * 2;
  return { view: new DataView(new ArrayBuffer(bytes)), exists, tags, longest };
}

/** Index of the first tag at or behind an address, by bisection. */
function firstFrom(tags: readonly ServedTag[], wire: number): number {
  let [low, high] = [0, tags.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tags[middle]!.target.wire < wire) low = middle + 1;
    else high = middle;
  }
  return low;
}
