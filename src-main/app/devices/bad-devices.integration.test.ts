import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import type { ValueRow } from '../../../src-shared/contract/values.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const lifetime = { current: new Lifetime('bad devices') };
afterEach(() => lifetime.current.dispose());

const file = (id: string, connection: string, address = 'HR0'): string =>
  `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: bad/${id}\npoll_interval: 200ms
connection: { ${connection} }\ntags:\n  - { id: ok, address: HR0, data_type: uint16 }\n  - { id: t, address: "${address}", data_type: uint16 }\n`;

/** Accepts connections and never says a word. */
async function givenSilentPeer(): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lifetime.current.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

describe('a project with sick devices', () => {
  it('says of each what is wrong and what to do, while the healthy one goes on', async () => {
    lifetime.current = new Lifetime('bad devices');
    const simulator = await modbusTcp.simulate({
      connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
      tags: [{ address: 'HR0:uint16' }],
      value: () => 42,
      clock: systemClock,
      port: 0,
    });
    lifetime.current.defer(() => simulator.close());
    const silent = await givenSilentPeer();
    const closed = await freePort();
    const here = `host: 127.0.0.1, port: ${simulator.port}`;
    const folder = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Bad devices }\naccess: { login: off }\nlog: { level: error }\n',
      'devices/good.yaml': file('good', here),
      'devices/no-name.yaml': file('no-name', 'host: plc-boiler.invalid, connect_timeout: 2s'),
      'devices/refused.yaml': file('refused', `host: 127.0.0.1, port: ${closed}`),
      'devices/silent.yaml': file('silent', `host: 127.0.0.1, port: ${silent}, request_timeout: 300ms`),
      'devices/wrong-unit.yaml': file('wrong-unit', `${here}, unit_id: 9, request_timeout: 300ms`),
      'devices/outside.yaml': file('outside', here, 'HR5000'),
    });
    lifetime.current.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.current.defer(async () => void (await service.kill()));
    await service.start();

    const reasonOf = async (id: string): Promise<string> => {
      const { health } = await service.get<DeviceView>(`/api/v1/devices/${id}`);
      return 'reason' in health.status && health.status.reason
        ? `${health.status.kind}: ${health.status.reason.text}`
        : health.status.kind;
    };
    const wait = { timeout: 15_000, interval: 100 };
    await vi.waitFor(
      async () => expect(await reasonOf('no-name')).toMatch(/“plc-boiler\.invalid” was not found.*Use the IP address/),
      wait,
    );
    await vi.waitFor(async () => expect(await reasonOf('refused')).toMatch(/refused port \d+\. Check the port/), wait);
    await vi.waitFor(async () => expect(await reasonOf('silent')).toMatch(/^offline: .*within .*Check/), wait);
    await vi.waitFor(async () => expect(await reasonOf('wrong-unit')).toMatch(/^offline: .*unit.*9/i), wait);
    await vi.waitFor(async () => expect(await reasonOf('outside')).toBe('connected'), wait);

    await vi.waitFor(async () => {
      const rows = await service.get<ValueRow[]>('/api/v1/devices/outside/values');
      expect(rows.map(({ value, status }) => [value, status])).toEqual([
        [42, 'Good'],
        [null, 'BadConfigurationError'],
      ]);
    }, wait);
    const { tagFaults } = (await service.get<DeviceView>('/api/v1/devices/outside')).health;
    expect(tagFaults).toEqual([{ tag: 't', text: expect.stringMatching(/5000.*\(exception 02\)/) }]);
    const [good] = await service.get<ValueRow[]>('/api/v1/devices/good/values');
    expect(good).toMatchObject({ value: 42, status: 'Good', topic: 'bad/good/ok' });
    await expectBalance(service, 10);
    expect(await service.stop()).toBe(0);
  });
});
