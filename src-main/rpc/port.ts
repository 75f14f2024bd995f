import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { PORT_GREETING, portSize } from '../../src-shared/contract/port-protocol.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Watchers } from '../live/watchers.ts';
import type { Call } from './call.ts';
import { localVisitor } from './session-identity.ts';

/** One end of a message channel, as a worker thread has it (events) or Electron's main process (an emitter). */
export type EnginePort = PortSender & (EventPort | EmitterPort);

interface PortSender {
  postMessage(message: string | ArrayBuffer): void;
  /** Messages wait until this is called. */
  start(): void;
  close(): void;
}
type PortListener = (event: { readonly data: unknown }) => void;
interface EventPort {
  addEventListener(type: 'message' | 'close', listener: PortListener): void;
}
interface EmitterPort {
  on(type: 'message', listener: PortListener): unknown;
  on(type: 'close', listener: () => void): unknown;
}

const MAX_PORTS = 16;
/** Whole imports come this way too: the window has no REST beside its port. */
const MAX_TEXT = 8 * 1024 * 1024;
/** As on the socket: a page this far behind is cut off rather than kept in memory. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;

/**
 * Serves the pages of the program that hosts the engine: the same calls and the same data plane as on a socket. Who
 * holds a port is the person at this computer; whoever hands one over has checked that it goes to our own page.
 */
export class PortServer implements Disposable {
  readonly #handler: RPCHandler<Call>;
  readonly #watchers: Watchers;
  readonly #logger: Logger;
  readonly #lifetime = new Lifetime('port server');
  readonly #open = new Set<Lifetime>();
  #opened = 0;

  constructor(router: AnyRouter, watchers: Watchers, logger: Logger) {
    this.#handler = new RPCHandler<Call>(router);
    this.#watchers = watchers;
    this.#logger = logger;
    this.#lifetime.defer(async () => void (await Promise.all([...this.#open].map((own) => own.dispose()))));
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Takes the port over and greets the page. One too many, or one that comes after the end, is closed at once. */
  connect(port: EnginePort): void {
    if (this.#lifetime.isDisposed || this.#open.size >= MAX_PORTS) {
      port.close();
      return;
    }
    const caller = `port ${++this.#opened}`;
    const own = new Lifetime(caller);
    this.#open.add(own);
    own.defer(() => void this.#open.delete(own));
    own.defer(() => port.close());
    const end = (reason: string): void => {
      if (!own.isDisposed) this.#logger.debug('port closed', { caller, reason });
      void own.dispose();
    };
    const channel = new CountedPort(port, own, end);
    const send = (frame: ArrayBuffer): void => channel.postMessage(frame);
    const backlogBytes = (): number => channel.backlogBytes;
    const watcher = own.add(this.#watchers.open({ send, backlogBytes }));
    const call: Call = { caller, via: 'port', ...localVisitor(), dataPlane: { watcher, send, backlogBytes } };
    this.#handler.upgrade(channel, { context: call });
    channel.postMessage(PORT_GREETING);
    port.start();
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}

/** A port that knows how much its page has not read yet, and passes on only what is a call. */
class CountedPort {
  readonly #port: EnginePort;
  readonly #own: Lifetime;
  readonly #end: (reason: string) => void;
  readonly #listeners: PortListener[] = [];
  #sent = 0;
  #acknowledged = 0;

  constructor(port: EnginePort, own: Lifetime, end: (reason: string) => void) {
    this.#port = port;
    this.#own = own;
    this.#end = end;
    const take: PortListener = ({ data }) => this.#take(data);
    const closed = (): void => end('the page closed it');
    if ('addEventListener' in port) {
      port.addEventListener('message', take);
      port.addEventListener('close', closed);
    } else {
      port.on('message', take);
      port.on('close', closed);
    }
  }

  get backlogBytes(): number {
    return this.#sent - this.#acknowledged;
  }

  postMessage(message: unknown): void {
    if (this.#own.isDisposed) return;
    if (this.backlogBytes > MAX_BACKLOG_BYTES) return this.#end(`the page is ${this.backlogBytes} bytes behind`);
    this.#sent += portSize(message);
    this.#port.postMessage(message as string | ArrayBuffer);
  }

  /** The library listens here: to calls, and to the end whoever ended it. */
  addEventListener(type: string, listener: PortListener): void {
    if (type === 'message') this.#listeners.push(listener);
    if (type === 'close') this.#own.defer(() => listener({ data: undefined }));
  }

  #take(data: unknown): void {
    if (this.#own.isDisposed) return;
    if (typeof data === 'number' && data > this.#acknowledged && data <= this.#sent) this.#acknowledged = data;
    else if (typeof data === 'string' && data.length <= MAX_TEXT) for (const tell of this.#listeners) tell({ data });
    else this.#end(`a message of ${portSize(data)} bytes that is neither a call nor an acknowledgement`);
  }
}
