import type { TrafficBatch, TrafficFrame, TrafficLink } from '../../acquisition/traffic-batch.ts';

/** What a frame takes besides its bytes, about. */
const OVERHEAD_BYTES = 200;
/** Connections that are known by their ends; a device that is dialled for days has had more. */
const LINKS_KNOWN = 1_000;

/** A frame with its place in the recording. */
export interface RecordedFrame extends TrafficFrame {
  /** Counts from 1 on; a number that is missing was dropped. */
  readonly number: number;
  /** Its connection; undefined where the driver has none to tell of. */
  readonly ends: TrafficLink | undefined;
}

/** The last frames of a device, bounded in bytes; the oldest make room, and are counted. */
export class TrafficRing {
  readonly limitBytes: number;
  /** Frames that are gone: dropped here for newer ones, or missed for want of room on their way. */
  dropped = 0;
  missed = 0;
  bytes = 0;
  #frames: RecordedFrame[] = [];
  /** Where the oldest frame stands; what is before it is taken away from time to time. */
  #first = 0;
  #last = 0;
  readonly #links = new Map<number, TrafficLink>();
  readonly #connectionOf = new Map<string, number>();
  #connections = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Frames that it holds. */
  get count(): number {
    return this.#frames.length - this.#first;
  }

  /** Number of the newest frame; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  push({ frames, links, missed }: TrafficBatch): void {
    this.missed += missed;
    for (const link of links) this.#links.set(link.number, this.#known(link));
    for (const frame of frames) {
      const ends = this.#links.get(frame.link);
      this.#frames.push({ ...frame, link: ends?.number ?? 0, ends, number: ++this.#last });
      this.bytes += frame.bytes.length + OVERHEAD_BYTES;
    }
    while (this.bytes > this.limitBytes && this.count > 0) this.#dropOldest();
    if (this.#first > 1_000 && this.#first > this.#frames.length / 2) {
      this.#frames = this.#frames.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Up to `most` frames behind the one of this number, oldest first. */
  after(number: number, most = Number.POSITIVE_INFINITY): readonly RecordedFrame[] {
    const oldest = this.#last - this.count + 1;
    const from = this.#first + Math.max(0, number + 1 - oldest);
    return this.#frames.slice(from, Math.min(this.#frames.length, from + most));
  }

  /** Forgets the frames; numbers go on. */
  clear(): void {
    this.#frames = [];
    this.#first = 0;
    this.bytes = 0;
  }

  /**
   * A host that was started again counts its connections from 1: here each has a number of its own. One that recording
   * was switched off and on for stays the same.
   */
  #known(link: TrafficLink): TrafficLink {
    const ends = [link.localAddress, link.localPort, link.remoteAddress, link.remotePort].join(' ');
    const number = this.#connectionOf.get(ends) ?? ++this.#connections;
    for (const known of [this.#connectionOf, this.#links] as Map<unknown, unknown>[])
      if (known.size > LINKS_KNOWN) known.delete(known.keys().next().value);
    this.#connectionOf.set(ends, number);
    return { ...link, number };
  }

  #dropOldest(): void {
    this.bytes -= this.#frames[this.#first]!.bytes.length + OVERHEAD_BYTES;
    this.#first++;
    this.dropped++;
  }
}
