import { afterEach, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { HostApplication } from '../../testing/host-application.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { risingSimulator } from '../../testing/rising-simulator.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

it('an edge node at the embedded broker is born again for a host that comes later, and its data come in order', async () => {
  lifetime = new Lifetime('sparkplug at the embedded broker');
  const { addresses, port } = await risingSimulator(3, lifetime);
  const embedded = await freePort();
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Laptop }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, embedded_port: ${embedded}, payload: sparkplug, sparkplug: { group_id: plant, edge_node_id: laptop }, commands: { enabled: true } }
`,
    'devices/pump.yaml': JSON.stringify({
      id: 'pump',
      protocol: 'modbus-tcp',
      uns_prefix: 'acme/pump',
      poll_interval: '100ms',
      connection: { host: '127.0.0.1', port },
      tags: addresses.map((address, n) => ({ id: `t${n}`, address })),
    }),
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  const host = lifetime.add(await HostApplication.connect(`mqtt://127.0.0.1:${embedded}`, 'plant/laptop'));
  // Its births were before the host came: nothing is known by its name until they are asked for.
  await host.command('NCMD', undefined, [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }]);
  await eventually(() => expect(host.values('pump', 't0').length).toBeGreaterThan(10));
  expect(host.heard).toEqual(expect.arrayContaining(['NBIRTH', 'DBIRTH pump', 'DDATA pump']));
  const values = host.values('pump', 't0').map(({ value }) => Number(value));
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  const { sinks } = await service.balance();
  expect(sinks['mqtt']).toMatchObject({ dropped: 0, quarantined: 0 });
});
