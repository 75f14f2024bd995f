import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import { modbusRtu } from '../../drivers/modbus/rtu/manifest.ts';
import { type SerialSimulator, serveSerial } from '../../drivers/modbus/rtu/serial-simulator.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { PtyPair } from '../../testing/pty-pair.ts';

const lifetime = new Lifetime('serial device');
const tags = [{ address: 'HR0' }, { address: 'HR10:float32' }];
let pair: PtyPair;
let device: SerialSimulator;
let rpc: NexusClient;
let meter: Record<string, unknown> & { readonly id: string };

const serve = (): Promise<SerialSimulator> =>
  serveSerial({
    connection: modbusRtu.connection.parse({ path: pair.b, unit_id: 5 }),
    tags,
    value: (index) => [412, 1.5][index]!,
    clock: systemClock,
  });

beforeAll(async () => {
  pair = lifetime.add(await new PtyPair().plug());
  device = await serve();
  meter = {
    id: 'meter-1',
    name: 'Meter 1',
    protocol: 'modbus-rtu',
    uns_prefix: 'acme/meter-1',
    poll_interval: '200ms',
    connection: { path: pair.a, unit_id: 5, request_timeout: '300ms' },
    tags: [
      { id: 'count', address: 'HR0' },
      { id: 'power', address: 'HR10', data_type: 'float32' },
    ],
  };
  ({ rpc } = await engineRig([meter], lifetime));
});
afterAll(async () => {
  await lifetime.dispose();
  await device.close();
});

const kind = async (): Promise<string> => (await rpc.devices.get({ device: 'meter-1' })).health.status.kind;

describe('a scan of a serial port', () => {
  it('has the port for itself, and leaves it free when it is stopped', async () => {
    const other = lifetime.add(await new PtyPair().plug());
    const signal = AbortSignal.timeout(1_500);
    const input = { device: { ...meter, connection: { path: other.a } }, scan: 'units', options: {} };
    let progress = 0;
    try {
      for await (const { type } of await rpc.drivers.scan({ signal, input })) if (type === 'progress') progress++;
    } catch {
      // Stopped.
    }
    expect(progress).toBeGreaterThan(0);
    // Closed by the main thread once the thread of the scan has ended: a port that somebody has open is locked.
    const driver = modbusRtu.create(modbusRtu.connection.parse({ path: other.a }), { clock: systemClock });
    const opened = (): Promise<string> =>
      driver.open(new AbortController().signal).then(
        () => 'free',
        (error: { readonly code: string }) => error.code,
      );
    await expect.poll(opened, { timeout: 10_000 }).toBe('free');
    await driver.close();
  }, 30_000);
});

describe('a device on a serial port', () => {
  it('is polled from the thread of its host, comes back when its adapter is plugged in again, and the port is its own', async () => {
    await expect.poll(kind, { timeout: 10_000 }).toMatch(/connected|degraded/);
    const tested: string[] = [];
    for await (const step of await rpc.drivers.test({ signal: new AbortController().signal, input: { device: meter } }))
      if (step.state !== 'running') tested.push(`${step.id} ${step.state} ${step.reason?.text ?? ''}`);
    expect(tested).toEqual([expect.stringMatching(/^connect fail “Meter 1” of this gateway is connected to it/)]);
    await device.close();
    await pair.unplug();
    await expect.poll(kind, { timeout: 10_000 }).toBe('offline');
    await pair.plug();
    device = await serve();
    // Degraded: of the last minutes' polls some failed.
    await expect.poll(kind, { timeout: 20_000 }).toMatch(/connected|degraded/);
  }, 60_000);
});
