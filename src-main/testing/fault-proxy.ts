import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../kernel/lifetime.ts';
import { resetSocket } from '../kernel/reset-socket.ts';
import { FaultProxyLane } from './fault-proxy-lane.ts';
import { type CutOptions, type Ending, type Fate, type FaultProxyToxics, NO_TOXICS } from './fault-proxy-toxics.ts';
import { freePort } from './free-port.ts';
import { type Random, randomFrom } from './random-from.ts';

export type { Fate } from './fault-proxy-toxics.ts';
export type Direction = 'to device' | 'from device';

const BOTH: readonly Direction[] = ['to device', 'from device'];

/** One connection through the proxy. */
interface Link {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly lanes: Map<Direction, FaultProxyLane>;
  isSilent: boolean;
}

/**
 * A TCP proxy in the test's own process that does to a connection what networks do. Faults act on the connections that
 * stand and on those that come, in one direction or in both, until `restore`. What is random in them comes from the seed.
 */
export class FaultProxy implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  /** Accepted since the start. */
  connections = 0;
  /** Accepted and not closed yet. */
  open = 0;
  /** Connections that `judge`, `cutOn`, `rst(afterBytes)` or `fin(afterBytes)` ended or silenced. */
  cuts = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #random: Random;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  /** Accepted by `acceptAndSilence`: there is no other side yet. */
  readonly #mute = new Set<Socket>();
  readonly #toxics: Record<Direction, FaultProxyToxics> = {
    'to device': { ...NO_TOXICS },
    'from device': { ...NO_TOXICS },
  };
  readonly #blocked = new Set<Direction>();
  #acceptsOnly = false;
  #judge: (chunk: Buffer, direction: Direction) => Fate = () => 'pass';

  constructor(target: { readonly host: string; readonly port: number }, seed = 1) {
    this.#target = target;
    this.#random = randomFrom(seed);
    // Half-open allowed, so that a FIN is passed on or swallowed by us and never answered by Node.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  async listen(): Promise<this> {
    if (this.port === 0) this.port = await freePort();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.port, this.host, resolve);
    });
    return this;
  }

  /** Resets every connection once, on both sides; or each one after so many bytes more, until `restore`. */
  rst(afterBytes?: number, direction?: Direction): void {
    if (afterBytes !== undefined) return this.#endAfter('rst', afterBytes, direction);
    for (const { client, upstream } of this.#links) reset(client, upstream);
    reset(...this.#mute);
  }

  /** Closes every connection in the ordinary way after so many bytes more. */
  fin(afterBytes: number, direction?: Direction): void {
    this.#endAfter('fin', afterBytes, direction);
  }

  /** Nothing passes, not even a FIN; new connections are accepted and stay mute. In one direction: the other lives on. */
  blackhole(direction?: Direction): void {
    for (const each of direction ? [direction] : BOTH) this.#blocked.add(each);
    this.#steer();
  }

  /** What the device sends is held, its FIN included; what is sent to it still arrives. */
  halfOpen(): void {
    this.blackhole('from device');
  }

  /** As `blackhole`, and new connections do not even reach the other side: a listener that reads nothing. */
  acceptAndSilence(): void {
    this.#acceptsOnly = true;
    this.blackhole();
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
    for (const direction of BOTH) Object.assign(this.#toxics[direction], NO_TOXICS);
    this.judge(() => 'pass');
    this.#blocked.clear();
    this.#acceptsOnly = false;
    for (const client of this.#mute) this.#join(client);
    this.#mute.clear();
    for (const link of this.#links) {
      link.isSilent = false;
      for (const lane of link.lanes.values()) lane.hurry();
    }
    if (!this.#server.listening) await this.listen();
  }

  /** Everything takes this much longer, give or take the jitter; order is kept. */
  latency(ms: number, jitterMs = 0, direction?: Direction): void {
    this.#set({ latencyMs: ms, jitterMs }, direction);
  }

  rate(bytesPerS: number, direction?: Direction): void {
    this.#set({ bytesPerS }, direction);
  }

  /** Passes on at most so many bytes at a time, with a pause between. */
  slice(bytes: number, gapMs = 0, direction?: Direction): void {
    this.#set({ sliceBytes: bytes, sliceGapMs: gapMs }, direction);
  }

  /** Inverts this share of all bits. */
  flip(bitRate: number, direction?: Direction): void {
    this.#set({ flipRate: bitRate }, direction);
  }

  /** Delivers this share of the chunks twice. */
  dup(share: number, direction?: Direction): void {
    this.#set({ dupRate: share }, direction);
  }

  /** Delivers only so many bytes of each chunk. */
  truncate(bytes: number, direction?: Direction): void {
    this.#set({ truncateBytes: bytes }, direction);
  }

  /** Delivers these bytes, once on each connection, in front of its next chunk. */
  insert(bytes: Uint8Array, direction?: Direction): void {
    this.#set({ insert: Buffer.from(bytes) }, direction);
  }

  /**
   * Cuts the connection where these bytes pass: the answer to a COMMIT, a PUBACK, the reply to a write. Makes the cases
   * of unknown outcome certain instead of rare. `cuts` counts them.
   */
  cutOn(pattern: Uint8Array | string, direction: Direction, options: CutOptions = {}): void {
    const { where = 'before', how = 'rst', nth = 1, share = 1, times = Number.POSITIVE_INFINITY } = options;
    const bytes = Buffer.from(pattern as string);
    if (bytes.length === 0) throw new RangeError('A pattern to cut on has no bytes');
    this.#toxics[direction].cut = { pattern: bytes, where, how, nth, share, times, matches: 0, cuts: 0 };
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
    if (!this.#acceptsOnly) return this.#join(client);
    this.#mute.add(client.pause());
    client.on('error', () => {});
    client.on('close', () => this.#mute.delete(client));
  }

  #join(client: Socket): void {
    const upstream = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    const link: Link = { client, upstream, lanes: new Map(), isSilent: false };
    const join = (from: Socket, to: Socket, direction: Direction): void => {
      const lane = new FaultProxyLane(from, to, {
        toxics: () => this.#toxics[direction],
        isBlocked: () => this.#blocked.has(direction) || link.isSilent,
        judge: (chunk) => this.#judge(chunk, direction),
        random: this.#random,
        end: (how) => this.#end(link, how),
      });
      link.lanes.set(direction, lane);
    };
    join(client, upstream, 'to device');
    join(upstream, client, 'from device');
    this.#links.add(link);
    const forget = (): void => void (client.destroyed && upstream.destroyed && this.#links.delete(link));
    client.on('close', forget);
    upstream.on('close', forget);
  }

  #end(link: Link, how: Ending): void {
    this.cuts++;
    if (how === 'silence') link.isSilent = true;
    else if (how === 'rst') reset(link.client, link.upstream);
    // Not destroyed: what the peers still send would turn the FIN into a reset.
    else for (const socket of [link.client, link.upstream]) socket.end();
    for (const lane of link.lanes.values()) lane.steer();
  }

  #endAfter(how: Ending, afterBytes: number, direction?: Direction): void {
    this.#set({ end: { how, afterBytes } }, direction);
    for (const { lanes } of this.#links)
      for (const each of direction ? [direction] : BOTH) lanes.get(each)!.countFromHere();
  }

  #set(toxics: Partial<FaultProxyToxics>, direction?: Direction): void {
    for (const each of direction ? [direction] : BOTH) Object.assign(this.#toxics[each], toxics);
  }

  #steer(): void {
    for (const { lanes } of this.#links) for (const lane of lanes.values()) lane.steer();
  }
}

function reset(...sockets: readonly Socket[]): void {
  for (const socket of sockets) resetSocket(socket);
}
