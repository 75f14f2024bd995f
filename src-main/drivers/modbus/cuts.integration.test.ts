import { afterAll, describe } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { freePort } from '../../testing/free-port.ts';
import { PtyPair } from '../../testing/pty-pair.ts';
import { type CutSetup, heldBeside, itStandsCuts } from '../cut-conformance.ts';
import { Driven } from '../driven.ts';
import type { DriverManifest, DriverTag } from '../driver.ts';
import { LibmodbusPeer } from './libmodbus-peer.ts';
import { modbusTcp } from './manifest.ts';
import { DeviceServer } from './rtu/device-server.ts';
import { modbusRtuOverTcp } from './rtu/manifest.ts';
import { PymodbusPeer } from './rtu/pymodbus-peer.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

const UNIT = 17;
const TIMEOUT_MS = 150;
/** Behind the vectors, which take ten registers each. */
const WRITTEN = 1_500;
const written: DriverTag = { address: `HR${WRITTEN}` };

const memory = vectors.map((vector, i) => `holding ${i * 10} ${vector.words}`);
const still = vectors.map(({ type, order, length, value, exact }, i): CutSetup['still'][number] => [
  { address: `HR${i * 10}:${type}${length === undefined ? '' : `(${length})`}:${order}` },
  exact === undefined || type === 'string' ? value : BigInt(exact),
]);

interface Place {
  readonly host: string;
  readonly port: number;
}

describe.skipIf((LibmodbusPeer.missing() ?? PymodbusPeer.missing()) !== undefined)('Modbus peers of others', () => {
  const lifetime = new Lifetime('cuts');
  afterAll(() => lifetime.dispose());

  function given(manifest: unknown, { host, port }: Place): Driven {
    const connection = { unit_id: UNIT, request_timeout: `${TIMEOUT_MS}ms`, host, port };
    const driven = new Driven(manifest as DriverManifest, connection);
    lifetime.defer(() => driven.close());
    return driven;
  }

  /** @param asked the peer itself, where it can be; otherwise a second connection past the proxy is. */
  async function cutAt(
    peer: string,
    times: number,
    manifest: unknown,
    place: Place,
    asked?: CutSetup['held'],
  ): Promise<CutSetup> {
    const proxy = lifetime.add(await new FaultProxy(place).listen());
    const beside = given(manifest, place);
    const askBeside = async (): Promise<unknown> => {
      const value = await heldBeside(beside, written);
      await beside.close();
      return value;
    };
    const held = asked ?? askBeside;
    return { peer, times, driven: given(manifest, proxy), proxy, timeoutMs: TIMEOUT_MS, still, written, held };
  }

  async function overTcp(): Promise<CutSetup> {
    const peer = lifetime.add(await LibmodbusPeer.start(memory));
    const held = async (): Promise<number> => Number.parseInt(peer.words(WRITTEN, 1), 16);
    return cutAt('libmodbus over Modbus TCP', 3, modbusTcp, { host: '127.0.0.1', port: peer.port }, held);
  }

  async function onLine(): Promise<CutSetup> {
    const pair = lifetime.add(await new PtyPair().plug());
    lifetime.add(await LibmodbusPeer.start(memory, 1, pair.b));
    const server = lifetime.add(await new DeviceServer(pair.a).listen());
    return cutAt('libmodbus RTU behind a serial device server', 2, modbusRtuOverTcp, server);
  }

  async function pymodbus(kind: 'tcp' | 'rtu-tcp'): Promise<CutSetup> {
    const port = await freePort();
    lifetime.add(await PymodbusPeer.start(kind, port, UNIT, memory));
    const place = { host: '127.0.0.1', port };
    if (kind === 'tcp') return cutAt('pymodbus over Modbus TCP', 3, modbusTcp, place);
    return cutAt('pymodbus over RTU in TCP', 2, modbusRtuOverTcp, place);
  }

  itStandsCuts(() => Promise.all([overTcp(), onLine(), pymodbus('tcp'), pymodbus('rtu-tcp')]));
});
