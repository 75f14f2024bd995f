import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../kernel/lifetime.ts';
import { resetSocket } from '../kernel/reset-socket.ts';

type Mode = 'forward' | 'blackhole' | 'half-open';
export type Direction = 'to device' | 'from device';
/** `drop`: it does not arrive, and both sides are reset. `last`: it arrives, and both sides are reset. */
export type Fate = 'pass' | 'drop' | 'last';

/**
 * A TCP proxy in the test's own process that does to a connection what networks do. Faults act on the connections
 * that stand and on those that come, until `restore`.
 */
export class FaultProxy implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  /** Accepted since the start. */
  connections = 0;
  /** Accepted and not closed yet. */
  open = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #server: Server;
  /** By what comes out of them: of a client what goes to the device. */
  readonly #sockets = new Map<Socket, Direction>();
  /** Whose last chunk is still being passed on: the next one must not overtake it. */
  readonly #passing = new Set<Socket>();
  /** Ends of connections that happened where nothing passes on. */
  readonly #held: (() => void)[] = [];
  #mode: Mode = 'forward';
  #latencyMs = 0;
  #sliceBytes = Number.POSITIVE_INFINITY;
  #sliceGapMs = 0;
  #judge: (chunk: Buffer, direction: Direction) => Fate = () => 'pass';

  constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
    // Half-open allowed, so that a FIN is passed on or swallowed by us and never answered by Node.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.port, this.host, resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  /** Resets every connection once, on both sides. */
  rst(): void {
    for (const socket of this.#sockets.keys()) resetSocket(socket);
  }

  /** Nothing passes in either direction, not even a FIN; new connections are accepted and stay mute. */
  blackhole(): void {
    this.#block('blackhole');
  }

  /** What the device sends is held, its FIN included; what is sent to it still arrives. */
  halfOpen(): void {
    this.#block('half-open');
  }

  /** Closes the listener and resets what stands. */
  async refuse(): Promise<void> {
    this.rst();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** Takes back every fault. What was held is delivered now, late, as TCP does: a stream has no holes. */
  async restore(): Promise<void> {
    this.#mode = 'forward';
    this.latency(0);
    this.slice(Number.POSITIVE_INFINITY);
    this.judge(() => 'pass');
    for (const socket of this.#sockets.keys()) if (!this.#passing.has(socket)) socket.resume();
    for (const end of this.#held.splice(0)) end();
    if (!this.#server.listening) await this.listen();
  }

  /** Every chunk takes this much longer, in both directions. */
  latency(ms: number): void {
    this.#latencyMs = ms;
  }

  /** Passes on at most so many bytes at a time, with a pause between. */
  slice(bytes: number, gapMs = 0): void {
    this.#sliceBytes = bytes;
    this.#sliceGapMs = gapMs;
  }

  /** Has every chunk looked at as it comes, so that a connection can be cut at a certain message. */
  judge(fateOf: (chunk: Buffer, direction: Direction) => Fate): void {
    this.#judge = fateOf;
  }

  async dispose(): Promise<void> {
    await this.refuse();
  }

  #accept(client: Socket): void {
    this.connections++;
    this.open++;
    client.on('close', () => this.open--);
    const upstream = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    this.#pump(client, upstream, 'to device');
    this.#pump(upstream, client, 'from device');
  }

  #pump(from: Socket, to: Socket, direction: Direction): void {
    this.#sockets.set(from, direction);
    from.on('data', (chunk: Buffer) => {
      const fate = this.#judge(chunk, direction);
      if (fate === 'drop') return cut(from, to);
      // One chunk at a time, so that nothing piles up here.
      from.pause();
      this.#passing.add(from);
      void this.#pass(chunk, to, direction).then(() => {
        this.#passing.delete(from);
        if (fate === 'last') return cut(from, to);
        if (!this.#isBlocked(direction)) from.resume();
      });
    });
    from.on('end', () => this.#tell(direction, () => to.end()));
    // A reset of one side is a reset of the other.
    from.on('error', () => this.#tell(direction, () => resetSocket(to)));
    from.on('close', () => {
      this.#sockets.delete(from);
      this.#tell(direction, () => to.destroySoon());
    });
    if (this.#isBlocked(direction)) from.pause();
  }

  /** Passes on the end of one side. `pause` does not hold it: Node reads an end all the same. */
  #tell(direction: Direction, end: () => void): void {
    if (this.#isBlocked(direction)) this.#held.push(end);
    else end();
  }

  #block(mode: Mode): void {
    this.#mode = mode;
    for (const [socket, direction] of this.#sockets) if (this.#isBlocked(direction)) socket.pause();
  }

  #isBlocked(direction: Direction): boolean {
    return this.#mode === 'blackhole' || (this.#mode === 'half-open' && direction === 'from device');
  }

  async #pass(chunk: Buffer, to: Socket, direction: Direction): Promise<void> {
    if (this.#latencyMs > 0) await pause(this.#latencyMs);
    const size = Math.min(this.#sliceBytes, chunk.length);
    for (let start = 0; start < chunk.length; start += size) {
      if (start > 0) await pause(this.#sliceGapMs);
      while (this.#isBlocked(direction) && !to.destroyed) await pause(1);
      if (to.destroyed) return;
      await new Promise((resolve) => to.write(chunk.subarray(start, start + size), resolve));
    }
  }
}

function cut(...sockets: readonly Socket[]): void {
  for (const socket of sockets) resetSocket(socket);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms === 0) setImmediate(resolve);
    else setTimeout(resolve, ms);
  });
}
