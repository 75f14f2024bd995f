import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';

const lifetime = new Lifetime('twins');
let rpc: NexusClient;

/** Nobody is there: addresses of TEST-NET-1, and a serial port that no computer has. */
const DEVICES = [
  { id: 'tcp', protocol: 'modbus-tcp', connection: { host: '192.0.2.1', unit_id: 3 }, address: '40001:float32' },
  {
    id: 'gateway',
    protocol: 'modbus-rtu-over-tcp',
    connection: { host: '192.0.2.2', port: 4001 },
    address: '30001:float32',
  },
  { id: 'serial', protocol: 'modbus-rtu', connection: { path: '/dev/ttyNONE9', unit_id: 7 }, address: '40001:float32' },
  { id: 'press', protocol: 's7', connection: { host: '192.0.2.3', rack: 0, slot: 2 }, address: 'DB10.DBD4:REAL' },
  {
    id: 'line',
    protocol: 'opcua',
    connection: { endpoint: 'opc.tcp://192.0.2.4:4840', security_mode: 'SignAndEncrypt' },
    address: 'nsu=urn:line;s=Speed',
    data_type: 'float64',
  },
];

beforeAll(async () => {
  const devices = DEVICES.map(({ id, protocol, connection, address, data_type }) => ({
    id,
    protocol,
    connection,
    uns_prefix: `acme/${id}`,
    poll_interval: '100ms',
    tags: [{ id: 'level', address, data_type, eu_low: 20, eu_high: 30 }],
  }));
  ({ rpc } = await engineRig(devices, lifetime));
}, 30_000);
afterAll(() => lifetime.dispose());

const twin = (device: string, simulated: string) =>
  rpc.config.changeDevice({ device, patch: { simulated }, comment: '' });
/** Also where the machine is too busy for ten polls a second. */
const isUp = async (device: string): Promise<boolean> =>
  ['connected', 'degraded'].includes((await rpc.devices.get({ device })).health.status.kind);
const levels = async (device: string): Promise<number> =>
  Number((await rpc.values.ofDevice({ device })).map(({ value }) => value)[0]);

describe('a device of any protocol', () => {
  it.each(DEVICES.map(({ id }) => id))(
    'has a twin that takes its place: %s',
    async (device) => {
      expect((await rpc.devices.get({ device })).health.status.kind).not.toBe('connected');
      await twin(device, 'waves');
      await vi.waitFor(async () => expect(await isUp(device)).toBe(true), {
        timeout: 20_000,
        interval: 200,
      });
      const view = await rpc.devices.get({ device });
      expect(view).toMatchObject({ simulated: true, twin: 'waves' });
      expect(view.endpoint).toContain('127.0.0.1');
      await eventually(async () =>
        expect(await levels(device)).toSatisfy((level: number) => level >= 20 && level <= 30),
      );
      expect((await rpc.system.info({})).mode).toBe('live');
    },
    30_000,
  );

  it('gets its place back when the twin is stopped, and the others go on', async () => {
    await twin('tcp', 'off');
    await vi.waitFor(async () => {
      const { simulated, endpoint, health } = await rpc.devices.get({ device: 'tcp' });
      // A network may say at once that there is no way to it.
      const state = expect.stringMatching(/^(connecting|offline)$/);
      expect([simulated, endpoint, health.status.kind]).toEqual([false, '192.0.2.1:502 /3', state]);
    }, 10_000);
    expect(await isUp('press')).toBe(true);
    await expect(rpc.demo.setFault({ device: 'tcp', fault: 'rst' })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
  });

  it('is refused everything by a twin that denies, and answered again', async () => {
    await rpc.demo.setFault({ device: 'press', fault: 'deny' });
    await vi.waitFor(
      async () => {
        const { tagFaults } = (await rpc.devices.get({ device: 'press' })).health;
        expect(tagFaults[0]?.text).toContain('allow PUT/GET');
      },
      { timeout: 10_000 },
    );
    await rpc.demo.setFault({ device: 'press', fault: 'none' });
    await rpc.demo.setFault({ device: 'gateway', fault: 'deny' });
    await vi.waitFor(
      async () => {
        expect((await rpc.devices.get({ device: 'gateway' })).health.tagFaults[0]?.text).toContain(
          'does not support function 4',
        );
      },
      { timeout: 10_000 },
    );
  }, 25_000);

  it('has a twin that moves as it did before', async () => {
    const seen = async (): Promise<number[]> => {
      const { rows } = await rpc.history.read({ topic: 'acme/serial/level', from: 'now-1h', to: 'now' });
      return rows.map(({ value }) => Number(value));
    };
    await vi.waitFor(async () => expect((await seen()).length).toBeGreaterThan(0), { timeout: 20_000, interval: 500 });
    await twin('serial', 'off');
    await vi.waitFor(async () => expect((await rpc.devices.get({ device: 'serial' })).simulated).toBe(false), 10_000);
    // What was read last is on its way to the historian for a moment.
    await vi.waitFor(
      async () => {
        const count = (await seen()).length;
        await systemClock.sleep(700);
        expect((await seen()).length).toBe(count);
      },
      { timeout: 10_000 },
    );
    const before = new Set(await seen());
    await twin('serial', 'history');
    await vi.waitFor(async () => expect(await isUp('serial')).toBe(true), {
      timeout: 20_000,
    });
    await vi.waitFor(async () => expect(before).toContain(await levels('serial')), 10_000);
  }, 60_000);
});
