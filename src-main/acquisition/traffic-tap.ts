import type { FrameLink, FrameListener } from '../drivers/driver.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { TrafficBatch, TrafficFrame, TrafficLink } from './traffic-batch.ts';

/** Frames are sent on after this at the latest. */
const FLUSH_MS = 100;
/** What may wait to be sent on, frames of all devices together; more is counted and left out. */
const PENDING_BYTES = 1024 * 1024;
/** What a frame takes besides its bytes. */
const OVERHEAD_BYTES = 64;

interface Tapped {
  frames: TrafficFrame[];
  links: TrafficLink[];
  missed: number;
  link: FrameLink | undefined;
  linkNumber: number;
}

/** Takes the frames of the devices that are recorded off the wire. Of all others it looks at nothing. */
export class TrafficTap implements Disposable {
  readonly #clock: Clock;
  readonly #send: (batch: TrafficBatch) => void;
  readonly #tapped = new Map<string, Tapped>();
  #pendingBytes = 0;
  #flush: Timer | undefined;
  /** Goes on over all connections of this host, so that one number means one connection. */
  #links = 0;

  constructor(clock: Clock, send: (batch: TrafficBatch) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** From now on these devices are recorded, and no others. What was recorded so far is still sent on. */
  record(devices: readonly string[]): void {
    this.#sendAll();
    for (const id of this.#tapped.keys()) if (!devices.includes(id)) this.#tapped.delete(id);
    for (const id of devices)
      if (!this.#tapped.has(id))
        this.#tapped.set(id, { frames: [], links: [], missed: 0, link: undefined, linkNumber: 0 });
  }

  /** Where the driver of a device tells of its frames. */
  listener(device: string): FrameListener {
    return (direction, bytes, link) => {
      const tapped = this.#tapped.get(device);
      if (tapped) this.#take(tapped, direction === 'sent', bytes, link);
    };
  }

  dispose(): void {
    this.#sendAll();
    this.#tapped.clear();
  }

  #take(tapped: Tapped, isSent: boolean, bytes: Uint8Array, link: FrameLink | undefined): void {
    const room = PENDING_BYTES - this.#pendingBytes;
    if (bytes.length + OVERHEAD_BYTES > room) {
      tapped.missed++;
      return;
    }
    if (link && link !== tapped.link) {
      tapped.link = link;
      tapped.linkNumber = ++this.#links;
      const { localAddress, localPort, remoteAddress, remotePort } = link;
      tapped.links.push({ number: this.#links, localAddress, localPort, remoteAddress, remotePort });
    }
    this.#pendingBytes += bytes.length + OVERHEAD_BYTES;
    tapped.frames.push({
      timeUs: this.#clock.wallUs(),
      isSent,
      link: tapped.linkNumber,
      bytes: Uint8Array.from(bytes),
    });
    this.#flush ??= this.#clock.after(FLUSH_MS, () => this.#sendAll());
  }

  #sendAll(): void {
    this.#flush?.dispose();
    this.#flush = undefined;
    this.#pendingBytes = 0;
    for (const [device, tapped] of this.#tapped) {
      const { frames, links, missed } = tapped;
      if (frames.length === 0 && missed === 0) continue;
      tapped.frames = [];
      tapped.links = [];
      tapped.missed = 0;
      this.#send({ device, frames, links, missed });
    }
  }
}
