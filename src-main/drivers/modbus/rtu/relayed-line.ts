import { MessageChannel, type MessagePort, postMessageToThread } from 'node:worker_threads';
import { type ErrorShape, NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { cancelled } from '../link-error.ts';
import { serialPeer } from '../link-peer.ts';
import type { WireListener } from '../wire.ts';
import type { ByteLine, OpenLine } from './byte-line.ts';
import type { SerialSettings } from './serial-settings.ts';

/** What asks the main thread for a serial port. */
export const WISH = 'nexus serial port';

export interface SerialWish {
  readonly kind: typeof WISH;
  readonly settings: SerialSettings;
  readonly port: MessagePort;
}

export type ToMain =
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'flush' }
  | { readonly type: 'close' };

export type FromMain =
  | { readonly type: 'open' }
  | { readonly type: 'failed'; readonly error: ErrorShape }
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'flushed' }
  | { readonly type: 'lost'; readonly text: string };

const MAIN_THREAD = 0;
/** The main thread is there, or its program does not serve ports. */
const PATIENCE_MS = 5_000;

/** A serial port that the main thread has open for this one (`serve-serial-ports.ts`). */
class RelayedLine implements ByteLine {
  readonly frameLink = undefined;
  isStanding = true;
  readonly #port: MessagePort;
  readonly #gone: Promise<void>;
  #flushed: () => void = () => {};

  constructor(port: MessagePort, listener: WireListener) {
    this.#port = port;
    this.#gone = new Promise((resolve) => port.once('close', () => resolve()));
    port.on('message', (message: FromMain) => {
      if (message.type === 'flushed') this.#flushed();
      else if (message.type === 'data' && this.isStanding)
        listener.received(Buffer.from(message.bytes), message.bytes.length);
      else if (message.type === 'lost') this.#lost(listener, new Error(message.text));
    });
    port.once('close', () => this.#lost(listener));
  }

  write(bytes: Uint8Array): void {
    this.#tell({ type: 'write', bytes: Uint8Array.from(bytes) });
  }

  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.#flushed = resolve;
      void this.#gone.then(resolve);
      this.#tell({ type: 'flush' });
    });
  }

  destroy(): void {
    if (!this.isStanding) return;
    this.isStanding = false;
    this.#tell({ type: 'close' });
  }

  /** The main thread ends the channel once the port is closed. */
  closed(): Promise<void> {
    this.destroy();
    return this.#gone;
  }

  #lost(listener: WireListener, cause?: Error): void {
    if (!this.isStanding) return;
    listener.lost(cause);
    this.destroy();
  }

  #tell(message: ToMain): void {
    this.#port.postMessage(message);
  }
}

/**
 * Opens a serial port from a thread that is not the main one. serialport's native code waits for bytes in the event loop of the
 * main thread, whoever asked: in another thread the first byte ends the process.
 */
export function relayedLine(settings: SerialSettings): OpenLine {
  return async (listener, signal) => {
    const peer = serialPeer(settings.path);
    if (signal.aborted) throw cancelled(peer, signal.reason);
    const { port1: port, port2 } = new MessageChannel();
    const wish: SerialWish = { kind: WISH, settings, port: port2 };
    await postMessageToThread(MAIN_THREAD, wish, [port2], PATIENCE_MS).catch((cause: unknown) => {
      port.close();
      throw notServed(settings.path, cause);
    });
    const answer = await new Promise<FromMain | undefined>((resolve) => {
      port.once('message', resolve);
      port.once('close', () => resolve(undefined));
    });
    if (answer?.type === 'failed') throw NexusError.fromShape(answer.error);
    if (!answer) throw notServed(settings.path, undefined);
    const line = new RelayedLine(port, listener);
    if (!signal.aborted) return line;
    await line.closed();
    throw cancelled(peer, signal.reason);
  };
}

function notServed(path: string, cause: unknown): NexusError {
  const text = `${path} did not open: this program does not serve serial ports to its threads. Start it again.`;
  return new NexusError('NX_NET_UNREACHABLE', text, { path }, { cause });
}
