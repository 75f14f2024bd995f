import { crashPoint } from '../../kernel/crash-point.ts';
import { type LogDisk, type SegmentFile, writeAll } from '../log-disk.ts';
import type { LogNames, Name } from '../log-names.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-format.ts';

/** The segment that is being written, from its making until it is full or a write to it goes wrong. */
export class OpenSegment {
  readonly ordinal: number;
  readonly seed: number;
  readonly namesGeneration: number;
  /** Everything before this position is on the medium. */
  syncedBytes = SEGMENT_HEADER_BYTES;
  readonly #disk: LogDisk;
  readonly #file: SegmentFile;
  readonly #namedDevices = new Set<number>();
  #namedTags = new Uint8Array(1_024);

  private constructor(disk: LogDisk, file: SegmentFile, header: Omit<SegmentHeader, 'seed'>, seed: number) {
    this.#disk = disk;
    this.#file = file;
    this.ordinal = header.ordinal;
    this.namesGeneration = header.namesGeneration;
    this.seed = seed;
  }

  /** Makes the file with its header; file and name are on the medium when this returns. */
  static create(disk: LogDisk, header: Omit<SegmentHeader, 'seed'>): OpenSegment {
    const file = disk.create(header.ordinal);
    crashPoint('log.rotate.afterCreate');
    try {
      const { bytes, seed } = encodeSegmentHeader(header);
      writeAll(file, bytes, 0);
      file.sync();
      disk.syncFolder();
      crashPoint('log.rotate.afterDirSync');
      return new OpenSegment(disk, file, header, seed);
    } catch (error) {
      file.close();
      disk.remove(header.ordinal);
      throw error;
    }
  }

  get isEmpty(): boolean {
    return this.syncedBytes === SEGMENT_HEADER_BYTES;
  }

  /** Writes behind what is synced and syncs. After an error the segment must be abandoned. */
  append(bytes: Uint8Array): void {
    crashPoint('log.beforeWrite');
    writeAll(this.#file, bytes, this.syncedBytes);
    crashPoint('log.afterWrite');
    this.#file.sync();
    crashPoint('log.afterSync');
    this.syncedBytes += bytes.length;
  }

  /**
   * Which of these numbers have no name in this segment yet, as the names record that must come first; they count as
   * named from now on. Undefined when there are none.
   */
  missingNames(device: number, tags: Uint32Array, names: LogNames): { devices: Name[]; tags: Name[] } | undefined {
    const devices: Name[] = [];
    if (!this.#namedDevices.has(device)) {
      this.#namedDevices.add(device);
      devices.push([device, names.device(device)!]);
    }
    const missing: Name[] = [];
    for (let row = 0; row < tags.length; row++) {
      const tag = tags[row]!;
      if (this.#namedTags[tag] === 1) continue;
      this.#markTag(tag);
      missing.push([tag, names.tag(tag)!]);
    }
    return devices.length + missing.length > 0 ? { devices, tags: missing } : undefined;
  }

  /** Leaves a segment of which nothing more is certain; what was synced stays. Best effort, never throws. */
  abandon(): void {
    const attempt = (step: () => void): void => {
      try {
        step();
      } catch {
        // The disk is at fault already. What stays behind is bounded by `nextSeq` of the next segment's header.
      }
    };
    if (!this.isEmpty) attempt(() => this.#file.truncate(this.syncedBytes));
    attempt(() => this.#file.close());
    if (this.isEmpty) attempt(() => this.#disk.remove(this.ordinal));
  }

  close(): void {
    this.#file.close();
  }

  #markTag(tag: number): void {
    if (tag >= this.#namedTags.length) {
      const grown = new Uint8Array(Math.max(tag + 1, this.#namedTags.length * 2));
      grown.set(this.#namedTags);
      this.#namedTags = grown;
    }
    this.#namedTags[tag] = 1;
  }
}
