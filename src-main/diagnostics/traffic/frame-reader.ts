import type { DecodedFrame, DriverManifest } from '../../drivers/driver.ts';
import type { RecordedFrame } from './traffic-ring.ts';

/** Requests that wait for their replies are known up to this many. */
const PENDING = 256;
const RAW_SHOWN = 16;

/** A frame with what it says. */
export interface ReadFrame {
  readonly frame: RecordedFrame;
  readonly decoded: DecodedFrame;
  /** The request that it answers. */
  readonly request: RecordedFrame | undefined;
}

/** Reads the frames of one recording in their order: what each says, and which reply belongs to which request. */
export class FrameReader {
  readonly #manifest: DriverManifest;
  readonly #connection: unknown;
  /** By connection and what the protocol pairs by; requests without it are known by their connection alone. */
  readonly #pending = new Map<string, RecordedFrame>();

  constructor(manifest: DriverManifest, connection: unknown) {
    this.#manifest = manifest;
    this.#connection = connection;
  }

  read(frame: RecordedFrame): ReadFrame {
    if (frame.isSent) {
      const decoded = this.#decode(frame, undefined);
      this.#expect(frame, decoded);
      return { frame, decoded, request: undefined };
    }
    const first = this.#decode(frame, this.#pending.get(`${frame.link}`));
    const key = this.#key(frame, first);
    const request = this.#pending.get(key);
    this.#pending.delete(key);
    // What the protocol pairs by is in the frame; only now it is known which request that was.
    const decoded = first.pair === undefined || !request ? first : this.#decode(frame, request);
    return { frame, decoded, request };
  }

  #key({ link }: RecordedFrame, { pair }: DecodedFrame): string {
    return pair === undefined ? `${link}` : `${link} ${pair}`;
  }

  #expect(frame: RecordedFrame, decoded: DecodedFrame): void {
    if (this.#pending.size >= PENDING) this.#pending.delete(this.#pending.keys().next().value!);
    this.#pending.set(this.#key(frame, decoded), frame);
  }

  #decode({ isSent, bytes }: RecordedFrame, request: RecordedFrame | undefined): DecodedFrame {
    const direction = isSent ? 'sent' : 'received';
    const decoded = this.#manifest.decodeFrame?.(direction, bytes, this.#connection, request?.bytes);
    return decoded ?? { line: rawLine(bytes), fields: [] };
  }
}

/** `12 bytes: 00 01 00 00 …` */
function rawLine(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, RAW_SHOWN)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  return `${size}: ${shown}${bytes.length > RAW_SHOWN ? ' …' : ''}`;
}
