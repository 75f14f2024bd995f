import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { CommandProcess, type ProcessEnd } from '../testing/command-process.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { ServiceProcess } from '../testing/service-process.ts';

const TAGS = 10;
const CONFIG = 'project: { name: Stop test }\naccess: { login: off }\n';

let lifetime: Lifetime;
let folder: ProjectFolder;
/** How often each tag was read. */
let served: number[];

beforeEach(async () => {
  lifetime = new Lifetime('stop');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
  served = Array.from({ length: TAGS }, () => 0);
  // Every tag counts how often it was read: a sample that is missing is seen.
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
    tags: served.map((_, tag) => ({ address: `HR${tag * 2}:uint32` })),
    value: (tag) => served[tag]!++,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const tags = served.map((_, tag) => `  - { id: t${tag}, address: HR${tag * 2}, data_type: uint32 }`);
  await folder.write(
    'devices/d.yaml',
    `id: d\nprotocol: modbus-tcp\nuns_prefix: stop/d\npoll_interval: 50ms
connection: { host: 127.0.0.1, port: ${simulator.port} }\ntags:\n${tags.join('\n')}\n`,
  );
});
afterEach(() => lifetime.dispose());

/** A broker that takes a connection and acknowledges nothing that is published. */
async function givenDeafBroker(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    // CONNACK of MQTT 5 (3.2): reason 0, no properties.
    socket.once('data', () => socket.write(Buffer.of(0x20, 3, 0, 0, 0)));
    socket.on('data', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lifetime.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

async function start(port: number): Promise<CommandProcess> {
  const service = lifetime.add(new CommandProcess(['--service', '--project', folder.path, '--port', String(port)]));
  await service.untilPrinted(/Workstation: http/);
  return service;
}

/** Waits until so many points are in the log. @returns the number. */
async function accepted(port: number, minimum: number): Promise<number> {
  return await vi.waitFor(
    async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const count = Number(/^nexus_points_accepted_total (\d+)/m.exec(metrics)?.[1]);
      expect(count).toBeGreaterThanOrEqual(minimum);
      return count;
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** Starts the service once more and looks that every reading of the run before it is stored, each once. */
async function expectNothingLost(told: number): Promise<void> {
  const counts = [...served];
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  let stored = 0;
  for (let tag = 0; tag < TAGS; tag++) {
    const { rows } = await service.get<{ rows: { value: number }[] }>(
      `/api/v1/history?topic=stop/d/t${tag}&from=now-1h&to=now`,
    );
    const before = rows.map(({ value }) => value).filter((value) => value < counts[tag]!);
    expect(before, `tag t${tag}`).toEqual(Array.from({ length: before.length }, (_, n) => n));
    stored += before.length;
  }
  expect(stored, 'what was accepted before the stop').toBeGreaterThanOrEqual(told);
  const balance = await expectBalance(service, stored);
  expect(balance.rejected).toBe(0);
  expect(await service.stop()).toBe(0);
}

describe('a service that gets SIGTERM', () => {
  it('drains, ends with 0, and has everything that was accepted', async () => {
    await folder.write('nexus.yaml', CONFIG);
    const port = await freePort();
    const service = await start(port);
    const told = await accepted(port, 500);
    service.signal('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(service.stderr).toBe('');
    // Where no person looks every line is JSON, also what it says of itself.
    const lines = service.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Workstation: http/), expect.stringMatching(/^Stopping: /)]),
    );
    await expectNothingLost(told);
  });

  it('gives a sink that does not take its points 5 s, and keeps them', async () => {
    await folder.write(
      'nexus.yaml',
      `${CONFIG}mqtt: { enabled: true, url: "mqtt://127.0.0.1:${await givenDeafBroker()}" }\n`,
    );
    const port = await freePort();
    const service = await start(port);
    await service.untilPrinted(/connected to the MQTT broker/);
    const told = await accepted(port, 300);
    const stoppedMs = systemClock.monoMs();
    service.signal('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    const tookMs = systemClock.monoMs() - stoppedMs;
    expect(tookMs).toBeGreaterThan(4_500);
    expect(tookMs).toBeLessThan(30_000);
    await expectNothingLost(told);
  });

  it('ends at once when it gets a second one, and still has everything that was accepted', async () => {
    await folder.write(
      'nexus.yaml',
      `${CONFIG}mqtt: { enabled: true, url: "mqtt://127.0.0.1:${await givenDeafBroker()}" }\n`,
    );
    const port = await freePort();
    const service = await start(port);
    await service.untilPrinted(/connected to the MQTT broker/);
    const told = await accepted(port, 300);
    service.signal('SIGTERM');
    await service.untilPrinted(/Stopping: /);
    // At once it would be the same request, heard twice.
    await systemClock.sleep(600);
    service.signal('SIGTERM');
    // Ended by the signal itself, which a shell tells as 143.
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' } satisfies ProcessEnd);
    await expectNothingLost(told);
  });
});
