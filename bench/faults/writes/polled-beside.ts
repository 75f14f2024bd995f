import { GatewayPeer } from '../../../src-main/drivers/modbus/gateway-peer.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';

const DEVICES = 10;
const PERIOD_MS = 100;

/** A stretch of time, monotonic ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Devices that are only polled, and how late: what happens to one device must not be felt by the others. */
export class PolledBeside implements Disposable {
  readonly #peers: readonly GatewayPeer[];

  private constructor(peers: readonly GatewayPeer[]) {
    this.#peers = peers;
  }

  static async start(): Promise<PolledBeside> {
    const tags = [{ address: 'HR0', dataType: 'uint16' as const }];
    return new PolledBeside(
      await Promise.all(Array.from({ length: DEVICES }, () => new GatewayPeer([1], tags).listen())),
    );
  }

  get polls(): number {
    return this.#peers.reduce((sum, { requests }) => sum + requests.length, 0);
  }

  /** `devices/<name>.yaml` of a project, by name. */
  files(): Record<string, string> {
    return Object.fromEntries(
      this.#peers.map(({ port }, n) => [
        `beside-${n}`,
        `id: beside-${n}
protocol: modbus-tcp
uns_prefix: acme/beside-${n}
poll_interval: ${PERIOD_MS}ms
connection: { host: 127.0.0.1, port: ${port}, unit_id: 1 }
tags:
  - { id: level, address: HR0, data_type: uint16 }
`,
      ]),
    );
  }

  /** Waits, and tells which stretch of time that was. */
  async during(work: () => Promise<unknown>): Promise<Stretch> {
    const fromMs = systemClock.monoMs();
    await work();
    return { fromMs, toMs: systemClock.monoMs() };
  }

  /** How late the polls of a stretch came, p99: against the earliest that each device ever came in its period. */
  lateP99Ms({ fromMs, toMs }: Stretch): number {
    const late = this.#peers.flatMap(({ requests: [first, ...rest] }) => {
      if (!first) return [];
      const phase = (atMs: number): number => {
        const sinceMs = atMs - first.atMs;
        return sinceMs - Math.round(sinceMs / PERIOD_MS) * PERIOD_MS;
      };
      const earliest = rest.reduce((least, { atMs }) => Math.min(least, phase(atMs)), 0);
      return rest.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).map(({ atMs }) => phase(atMs) - earliest);
    });
    return late.sort((a, b) => a - b)[Math.floor(late.length * 0.99)] ?? Number.NaN;
  }

  async dispose(): Promise<void> {
    for (const peer of this.#peers) await peer.dispose();
  }
}
