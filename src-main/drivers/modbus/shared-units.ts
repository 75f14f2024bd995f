import { systemClock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, FrameListener, ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import type { ModbusDriver } from './driver.ts';
import { GatewayPeer } from './gateway-peer.ts';
import { tcpDriver } from './tcp-driver.ts';

export const REQUEST_TIMEOUT_MS = 150;
export const never = new AbortController().signal;
const TAGS: readonly DriverTag[] = [{ address: 'HR0' }, { address: 'HR40' }];

/** The code of a rejection. */
export const codeOf = (error: { readonly code?: unknown }): string => String(error.code);

/** The driver of one unit, with its outcomes as plain values. For tests. */
export class Unit {
  readonly driver: ModbusDriver;

  constructor(driver: ModbusDriver) {
    this.driver = driver;
  }

  async opened(): Promise<this> {
    await this.driver.open(never);
    return this;
  }

  /** The values of two registers that take two requests, or the code of the rejection. */
  read(signal = never, tags = TAGS): Promise<readonly number[] | string> {
    const into: ReadingColumns = {
      timeUs: new Float64Array(tags.length),
      value: new Float64Array(tags.length),
      status: new Uint32Array(tags.length),
      cells: [],
    };
    return this.driver.read(this.driver.plan(tags), into, signal).then(() => [...into.value], codeOf);
  }

  write(value: number): Promise<string> {
    return this.driver.write({ address: 'HR0' }, value, never).then(() => 'written', codeOf);
  }
}

/** Drivers of one endpoint in one host, and the gateway with units 1, 2 and 3 behind it. For tests. */
export class SharedUnits {
  readonly gateway: GatewayPeer;
  readonly #lifetime: Lifetime;
  readonly #shared = new Map<string, unknown>();

  private constructor(gateway: GatewayPeer, lifetime: Lifetime) {
    this.gateway = gateway;
    this.#lifetime = lifetime;
  }

  static async start(lifetime: Lifetime): Promise<SharedUnits> {
    return new SharedUnits(lifetime.add(await new GatewayPeer([1, 2, 3], TAGS).listen()), lifetime);
  }

  /** A driver that is not open. */
  make(unit: number, settings: Record<string, unknown> = {}, onFrame?: FrameListener): Unit {
    const { host, port } = this.gateway;
    const place = { host, port, unit_id: unit, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, max_gap: 0 };
    const connection = ModbusTcpConnection.parse({ ...place, ...settings });
    const driver = tcpDriver(connection, { clock: systemClock, onFrame, shared: this.#shared });
    this.#lifetime.defer(() => driver.close());
    return new Unit(driver);
  }

  /** Units 1 and 2, open. */
  async two(settings?: Record<string, unknown>): Promise<readonly [Unit, Unit]> {
    return [await this.make(1, settings).opened(), await this.make(2, settings).opened()];
  }
}
