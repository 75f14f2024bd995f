import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import type { Clock, Timer } from './clock.ts';
import { Emitter } from './emitter.ts';

/** What is to be cut, and for how long at most; 0 restores it. */
export interface CutOrder {
  /** Names of links as `within` gave them; every connection of the thread unless given. */
  readonly links?: readonly string[] | undefined;
  readonly forMs: number;
}

/** What a cut did so far. */
export interface CutState {
  readonly isCut: boolean;
  /** Wall clock of the thread at the last change, µs since 1970 UTC. */
  readonly changedUs: number;
  /** Connections that were ended, and attempts that were turned away, since the last cut began. */
  readonly ended: number;
  readonly turnedAway: number;
}

type Connect = Socket['connect'];

/**
 * Where the outgoing connections of one thread can be cut: below every protocol library, so that each of them meets what
 * a lost network gives it, and above the wire, so that the peer only sees a client that is gone. Connections that stand
 * are reset, new ones are refused without being dialled. A cut ends by itself: it lives in this thread and no longer
 * than its deadline, whatever becomes of whoever ordered it.
 */
export class SocketGate {
  /** A cut began or ended. */
  readonly changed = new Emitter<boolean>();
  readonly #clock: Clock;
  readonly #dialling = new AsyncLocalStorage<string>();
  readonly #open = new Map<Socket, string>();
  #links: ReadonlySet<string> | 'all' | undefined;
  #timer: Timer | undefined;
  #changedUs = 0;
  #ended = 0;
  #turnedAway = 0;
  #inner: Connect | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes its place in this thread; connections that were made before are not known to it. */
  install(): void {
    if (this.#inner) return;
    const inner = Reflect.get(Socket.prototype, 'connect') as Connect;
    this.#inner = inner;
    const pass = (socket: Socket): boolean => this.#pass(socket);
    Socket.prototype.connect = function (this: Socket, ...rest: unknown[]): Socket {
      return pass(this) ? (inner.apply(this, rest as Parameters<Connect>) as Socket) : this;
    } as Connect;
  }

  /** Gives the thread back as it was. */
  remove(): void {
    this.order({ forMs: 0 });
    if (this.#inner) Socket.prototype.connect = this.#inner;
    this.#inner = undefined;
  }

  /** Connections that `dial` makes, now or later, belong to this link. */
  within<T>(link: string, dial: () => T): T {
    return this.#inner ? this.#dialling.run(link, dial) : dial();
  }

  /** Whether a link is cut now; without a name, whether the whole thread is. */
  isCut(link?: string): boolean {
    if (this.#links === undefined) return false;
    return this.#links === 'all' || (link !== undefined && this.#links.has(link));
  }

  order({ links, forMs }: CutOrder): CutState {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (forMs > 0) this.#cut(links ? new Set(links) : 'all', forMs);
    else if (this.#links !== undefined) this.#restore();
    return this.state;
  }

  get state(): CutState {
    return {
      isCut: this.#links !== undefined,
      changedUs: this.#changedUs,
      ended: this.#ended,
      turnedAway: this.#turnedAway,
    };
  }

  #cut(links: ReadonlySet<string> | 'all', forMs: number): void {
    this.#links = links;
    this.#ended = 0;
    this.#turnedAway = 0;
    this.#timer = this.#clock.after(forMs, () => this.#restore());
    for (const [socket, link] of this.#open) {
      if (!this.isCut(link)) continue;
      this.#ended++;
      socket.destroy(fault('ECONNRESET', 'read'));
    }
    this.#become(true);
  }

  #restore(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#links = undefined;
    this.#become(false);
  }

  #become(isCut: boolean): void {
    this.#changedUs = this.#clock.wallUs();
    this.changed.emit(isCut);
  }

  /** @returns false where the connection is not to be made: it then fails as if nothing listened there. */
  #pass(socket: Socket): boolean {
    const link = this.#dialling.getStore() ?? '';
    if (this.isCut(link)) {
      this.#turnedAway++;
      // Not at once: whoever connects has no listeners yet.
      process.nextTick(() => socket.destroy(fault('ECONNREFUSED', 'connect')));
      return false;
    }
    this.#open.set(socket, link);
    socket.once('close', () => this.#open.delete(socket));
    return true;
  }
}

function fault(code: 'ECONNRESET' | 'ECONNREFUSED', syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}, cut by an outage drill`), { code, syscall });
}
