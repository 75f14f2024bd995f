import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { messageId } from '../../src-shared/errors/message-ids.ts';
import type { DriverTag, ProbeStep, Simulator } from '../drivers/driver.ts';
import { ModbusTcpConnection } from '../drivers/modbus/connection.ts';
import { modbusTcp } from '../drivers/modbus/manifest.ts';
import { RoguePeer } from '../drivers/modbus/rogue-peer.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { createLogger } from '../kernel/logger.ts';
import { eventually } from '../testing/eventually.ts';
import { freePort } from '../testing/free-port.ts';
import { FullBacklog } from '../testing/full-backlog.ts';
import { randomFrom } from '../testing/random-from.ts';
import { ProbeThreads, type ProbeThreadsOptions } from './probe-threads.ts';

const { hosts } = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);
const never = new AbortController().signal;
const tags: readonly DriverTag[] = [{ address: 'HR107', dataType: 'float32' }, { address: 'C3' }];
/** Functions that read: 1–4, and 43 and 17 for the identification. */
const READING = [1, 2, 3, 4, 43, 17];

let lifetime = new Lifetime('probes');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('probes');
});

function probesWith(options: Partial<ProbeThreadsOptions> = {}): ProbeThreads {
  return lifetime.add(
    new ProbeThreads({ url: hosts.probe, clock: systemClock, logger: createLogger('error'), ...options }),
  );
}

const jobFor = (connection: Record<string, unknown>, asked: readonly DriverTag[] = tags) => ({
  protocol: 'modbus-tcp',
  connection: ModbusTcpConnection.parse({ host: '127.0.0.1', ...connection }),
  tags: asked,
});

async function collect(steps: AsyncIterable<ProbeStep>): Promise<readonly ProbeStep[]> {
  const all: ProbeStep[] = [];
  for await (const step of steps) all.push(step);
  return all;
}

/** How the test ended: every step with its end, and the text of the last one. */
async function outcome(steps: AsyncIterable<ProbeStep>) {
  const all = await collect(steps);
  const ends = all.filter(({ state }) => state !== 'running');
  const last = ends.at(-1)!;
  return {
    all,
    ends: ends.map(({ id, state }) => `${id} ${state}`),
    code: messageId(last.reason?.code ?? ''),
    text: last.reason?.text ?? '',
  };
}

async function simulator(): Promise<Simulator> {
  const connection = ModbusTcpConnection.parse({ host: '127.0.0.1' });
  const made = await modbusTcp.simulate({ connection, tags, value: () => 1, clock: systemClock, port: 0 });
  lifetime.defer(() => made.close());
  return made;
}

/** Accepts and keeps still. */
async function silentServer(): Promise<{ readonly port: number; readonly sockets: ReadonlySet<Socket> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  lifetime.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, sockets };
}

describe('a connection test', () => {
  it('tells every step as it comes and asks with functions that read only', async () => {
    const { port, frames } = await simulator().then((made) => ({ port: made.port, frames: () => made.frames() }));
    const probes = probesWith();
    const { all, ends } = await outcome(probes.run(jobFor({ port }), never));
    expect(ends).toEqual(['address pass', 'connect pass', 'unit pass', 'read pass', 'identify warn']);
    expect(all.map(({ id, state }) => (state === 'running' ? id : ''))).toEqual(
      ['address', 'connect', 'unit', 'read', 'identify'].flatMap((id) => [id, '']),
    );
    expect(all.at(-3)).toMatchObject({
      title: 'Reads 40108',
      tookMs: expect.any(Number),
      sample: [
        { address: '40108 float32', text: '1' },
        { address: '40108', text: '16256  0x3F80' },
        { address: '40109', text: '0  0x0000' },
      ],
    });
    const functions = frames().map((frame) => frame[7]!);
    expect(functions).toEqual([3, 3, 43, 17]);
    expect(functions.every((code) => READING.includes(code))).toBe(true);
    expect(probes.running).toBe(0);
  });

  it('says within a second that a port is refused, and goes no further', async () => {
    const port = await freePort();
    const { all, ends, code, text } = await outcome(probesWith().run(jobFor({ port }), never));
    expect(all.at(-1)!.tookMs).toBeLessThan(1_000);
    expect(ends).toEqual(['address pass', 'connect fail']);
    expect(code).toBe('net.refused');
    expect(text).toBe(
      `127.0.0.1 answered but refused port ${port}. Check the port and that Modbus TCP is enabled on the device. (ECONNREFUSED)`,
    );
  });

  it('waits for a connection as long as the device’s own timeout says', async () => {
    const { port } = lifetime.add(await FullBacklog.start());
    const { ends, code, text } = await outcome(probesWith().run(jobFor({ port, connect_timeout: '500ms' }), never));
    expect(ends).toEqual(['address pass', 'connect fail']);
    expect(code).toBe('net.timeout');
    expect(text).toContain(`No answer from 127.0.0.1:${port} within 0.5 s. Check power, cable, address and firewall.`);
  });

  it('names a host that is not found', async () => {
    const job = jobFor({ host: 'no-such-plc.invalid', connect_timeout: '2s' });
    const { ends, code, text } = await outcome(probesWith().run(job, never));
    expect(ends).toEqual(['address fail']);
    expect(code).toBe('net.dns');
    expect(text).toContain('Host name “no-such-plc.invalid” was not found by DNS on ');
  });

  it('tells a peer that accepts and says nothing from one whose unit is missing', async () => {
    const silent = await silentServer();
    const deaf = await outcome(probesWith().run(jobFor({ port: silent.port, request_timeout: '300ms' }), never));
    expect(deaf.ends).toEqual(['address pass', 'connect pass', 'unit fail']);
    expect(deaf.text).toContain('accepted the connection, but unit 1 did not answer within 0.3 s');
    const { port } = await simulator();
    const missing = await outcome(probesWith().run(jobFor({ port, unit_id: 7 }), never));
    expect(missing.ends).toEqual(['address pass', 'connect pass', 'unit fail']);
    expect(missing.code).toBe('mb.noUnit');
    expect(missing.text).toBe(
      'The gateway at 127.0.0.1 answered, but unit 7 did not. Check the unit ID or run Scan units. (exception 0B)',
    );
  });

  it('names the address that the device does not have', async () => {
    const { port } = await simulator();
    const { ends, code } = await outcome(probesWith().run(jobFor({ port }, [{ address: '40300' }]), never));
    expect(ends).toEqual(['address pass', 'connect pass', 'unit pass', 'read fail']);
    expect(code).toBe('mb.ex02');
  });

  it('says so when the peer closes the connection at once', async () => {
    const made = await simulator();
    await made.setFault('rst');
    const { ends, code, text } = await outcome(probesWith().run(jobFor({ port: made.port }), never));
    expect(ends).toEqual(['address pass', 'connect pass', 'unit fail']);
    expect(code).toBe('NX_DRIVER_DISCONNECTED');
    expect(text).toContain('closed the connection without an answer. Many devices serve one or two connections only');
  });

  it('takes no rubbish for an answer, and lets go of a peer that floods it', async () => {
    const peer = lifetime.add(await new RoguePeer().listen());
    const random = randomFrom(7);
    const rubbish = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random(256)));
    for (const length of [1, 5, 8, 60, 600, 1_000_000]) {
      // The first byte is never that of a transaction id that we use.
      peer.behave = () => ({ bytes: Buffer.concat([Buffer.of(0xff), rubbish(length)]) });
      const { ends, code } = await outcome(probesWith().run(jobFor({ port: peer.port }), never));
      expect(ends).toEqual(['address pass', 'connect pass', 'unit fail']);
      expect(code).toBe('NX_DRIVER_PROTOCOL');
    }
  });

  it('that is called off leaves no thread and no socket', async () => {
    const { port, sockets } = await silentServer();
    const probes = probesWith();
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { id, state } of probes.run(jobFor({ port, request_timeout: '60s' }), stop.signal)) {
      seen.push(`${id} ${state}`);
      if (id !== 'unit') continue;
      expect(probes.running).toBe(1);
      await eventually(() => expect(sockets.size).toBe(1));
      stop.abort();
    }
    expect(seen.at(-1)).toBe('unit running');
    expect(probes.running).toBe(0);
    await eventually(() => expect(sockets.size).toBe(0));
  });

  it('that is called off while it connects leaves no thread', async () => {
    const { port } = lifetime.add(await FullBacklog.start());
    const probes = probesWith();
    const stop = new AbortController();
    for await (const { id } of probes.run(jobFor({ port, connect_timeout: '60s' }), stop.signal))
      if (id === 'connect') stop.abort();
    expect(probes.running).toBe(0);
  });

  it('whose reader leaves ends as well', async () => {
    const { port, sockets } = await silentServer();
    const probes = probesWith();
    for await (const { id } of probes.run(jobFor({ port }), never)) if (id === 'connect') break;
    expect(probes.running).toBe(0);
    await eventually(() => expect(sockets.size).toBe(0));
  });

  it('runs beside three others at most', async () => {
    const { port, sockets } = await silentServer();
    const probes = probesWith();
    const stop = new AbortController();
    const job = jobFor({ port, request_timeout: '60s' });
    const running = Array.from({ length: 4 }, () => collect(probes.run(job, stop.signal)));
    await vi.waitFor(() => expect(sockets.size).toBe(4), { timeout: 10_000 });
    await expect(collect(probes.run(job, never))).rejects.toMatchObject({
      code: 'NX_PROBE_BUSY',
      text: '4 connection tests and scans are running on this gateway already. Nothing was sent. Wait until one of them has ended.',
    });
    expect(sockets.size).toBe(4);
    stop.abort();
    await Promise.all(running);
    expect(probes.running).toBe(0);
    const { ends } = await outcome(probes.run(jobFor({ port, request_timeout: '100ms' }), never));
    expect(ends).toContain('unit fail');
  });

  it('ends at its deadline and at the end of the engine', async () => {
    const { port, sockets } = await silentServer();
    const late = await outcome(probesWith({ deadlineMs: 3_000 }).run(jobFor({ port, request_timeout: '60s' }), never));
    expect(late.text).toBe('The test did not end within 3s. Use shorter timeouts, then test again.');
    // Its socket is not to be taken for that of the next one.
    await eventually(() => expect(sockets.size).toBe(0));
    const probes = probesWith();
    const running = outcome(probes.run(jobFor({ port, request_timeout: '60s' }), never));
    await vi.waitFor(() => expect(sockets.size).toBe(1), { timeout: 5_000 });
    await probes.dispose();
    expect((await running).code).toBe('NX_HOST_GONE');
    await eventually(() => expect(sockets.size).toBe(0));
  });

  it('takes nothing but its own thread down', async () => {
    const step = { id: 'unit', title: 'Unit 1 answers', state: 'running', tookMs: null, reason: null, sample: [] };
    const hostile = `import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ type: 'tell', body: { type: 'step', step: ${JSON.stringify(step)} } });
      const kept = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, () => ({ at: kept.length })));`;
    const probes = probesWith({ url: new URL(`data:text/javascript,${encodeURIComponent(hostile)}`) });
    const { ends, code } = await outcome(probes.run(jobFor({}), never));
    expect(ends).toEqual(['unit fail']);
    expect(code).toBe('NX_HOST_GONE');
    expect(probes.running).toBe(0);
  });
});
