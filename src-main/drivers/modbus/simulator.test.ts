import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { Simulator, SimulatorOptions } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { bytesOf } from './scripted-peer.ts';
import { startSimulator } from './simulator.ts';

let lifetime: Lifetime;
let simulator: Simulator;
const options: SimulatorOptions<ModbusTcpConnection> = {
  connection: ModbusTcpConnection.parse({ host: 'simulated', unit_id: 5 }),
  tags: [{ address: 'HR0:int16' }, { address: 'HR1:int32' }, { address: 'C3' }, { address: 'HR9:int16' }],
  value: (index) => [-2.4, 0x1234_5678, 1, 40_000][index]!,
  clock: systemClock,
  port: 0,
};

beforeEach(async () => {
  lifetime = new Lifetime('simulator');
  simulator = await startSimulator(options);
  lifetime.defer(() => simulator.close());
});
afterEach(() => lifetime.dispose());

async function dial(peer = simulator): Promise<Socket> {
  const socket = connect(peer.port, peer.host).setNoDelay();
  lifetime.defer(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** `once` would reject with the reset that is looked for. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Everything that comes back until nothing came for 30 ms. */
async function ask(socket: Socket, ...segments: readonly string[]): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  for (const segment of segments) {
    socket.write(bytesOf(segment));
    await systemClock.sleep(5);
  }
  await systemClock.sleep(30);
  return Buffer.concat(chunks).toString('hex');
}

describe('the simulator', () => {
  // Requests and replies by MODBUS Application Protocol V1.1b3, 6 and 7; unit 5 throughout.
  it.each([
    ['a register and half of a value', '0007 0000 0006 05 03 0000 0002', '00070000000705030' + '4fffe1234'],
    ['a coil', '0007 0000 0006 05 01 0003 0001', '00070000000405010101'],
    ['02 where no tag is', '0007 0000 0006 05 03 0000 0004', '000700000003058302'],
    ['02 in an area without tags', '0007 0000 0006 05 04 0000 0001', '000700000003058402'],
    ['02 behind the last address', '0007 0000 0006 05 03 FFFF 0002', '000700000003058302'],
    ['03 for no register', '0007 0000 0006 05 03 0000 0000', '000700000003058303'],
    ['03 for 126 registers', '0007 0000 0006 05 03 0000 007E', '000700000003058303'],
    ['03 for 2001 coils', '0007 0000 0006 05 01 0000 07D1', '000700000003058103'],
    ['04 where a value does not fit its type', '0007 0000 0006 05 03 0009 0001', '000700000003058304'],
    ['01 for a function that it does not have', '0007 0000 0006 05 07 0000 0001', '000700000003058701'],
    ['0B for another unit', '0007 0000 0006 06 03 0000 0001', '00070000000306830b'],
  ])('answers %s', async (_, request, reply) => {
    expect(await ask(await dial(), request)).toBe(reply);
  });

  it('answers pipelined requests in order, however they are cut', async () => {
    const reply = '000100000005050302fffe' + '00020000000405010101' + '000300000003058701';
    const requests = '0001 0000 0006 05 03 0000 0001 0002 0000 0006 05 01 0003 0001 0003 0000 0006 05 07 0000 0001';
    expect(await ask(await dial(), requests)).toBe(reply);
    const bytes = requests.replaceAll(' ', '').match(/../g)!;
    expect(await ask(await dial(), ...bytes)).toBe(reply);
  });

  it('closes a connection that does not speak Modbus', async () => {
    const socket = await dial();
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await closing(socket);
  });

  it('keeps the frames that it received, the last 1,000 of them', async () => {
    const socket = await dial();
    for (let id = 0; id < 1_001; id++) {
      const request = bytesOf('0000 0000 0006 05 03 0000 0001');
      request.writeUInt16BE(id);
      socket.write(request);
    }
    await expect.poll(() => simulator.frames().at(-1)?.subarray(0, 2)).toEqual(Uint8Array.of(0x03, 0xe8));
    expect(simulator.frames()).toHaveLength(1_000);
    expect(simulator.frames()[0]?.subarray(0, 2)).toEqual(Uint8Array.of(0, 1));
  });

  it('takes the next free port when its own is taken', async () => {
    const second = await startSimulator({ ...options, port: simulator.port });
    lifetime.defer(() => second.close());
    expect(second.port).toBeGreaterThan(simulator.port);
  });
});

describe('a fault of the simulator', () => {
  const request = '0007 0000 0006 05 01 0003 0001';
  const reply = '00070000000405010101';

  it('“unplug” is silence for old and new connections, answered late when the cable is back', async () => {
    const socket = await dial();
    await simulator.setFault('unplug');
    expect(await ask(socket, request)).toBe('');
    expect(await ask(await dial(), request)).toBe('');
    const late = ask(socket);
    await simulator.setFault('none');
    expect(await late).toBe(reply);
    expect(await ask(await dial(), request)).toBe(reply);
  });

  it('“silent” hears and never answers', async () => {
    const socket = await dial();
    await simulator.setFault('silent');
    expect(await ask(socket, request)).toBe('');
    expect(simulator.frames()).toHaveLength(1);
    await simulator.setFault('none');
    expect(await ask(socket, request)).toBe(reply);
  });

  it('“delay” carries a write out at once and answers it late; reads are answered as ever', async () => {
    const clock = new FakeClock();
    const slow = await startSimulator({ ...options, clock });
    lifetime.defer(() => slow.close());
    await slow.setFault('delay');
    const socket = await dial(slow);
    const write = '0007 0000 0006 05 06 0000 0005';
    expect(await ask(socket, write)).toBe('');
    expect(await ask(await dial(slow), '0008 0000 0006 05 03 0000 0001')).toBe('0008000000050503020005');
    const late = ask(socket);
    await clock.advance(10_000);
    expect(await late).toBe(write.replaceAll(' ', ''));
  });

  it('“refuse” resets what stands and listens on the same port again afterwards', async () => {
    const socket = await dial();
    const { port } = simulator;
    const closed = closing(socket);
    await simulator.setFault('refuse');
    await closed;
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await simulator.setFault('none');
    expect(simulator.port).toBe(port);
    expect(await ask(await dial(), request)).toBe(reply);
  });

  it('“rst” resets now and at the next request', async () => {
    const socket = await dial();
    const closed = closing(socket);
    await simulator.setFault('rst');
    await closed;
    const next = await dial();
    const reset = closing(next);
    next.write(bytesOf(request));
    await reset;
  });
});
