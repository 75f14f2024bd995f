import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { Lifetime } from '../../../kernel/lifetime.ts';
import type { ReadingColumns } from '../../driver.ts';
import { bytesOf, type Exchange, ScriptedPeer } from '../scripted-peer.ts';
import { rtuFrame } from './crc16.ts';
import { modbusRtuOverTcp } from './manifest.ts';
import { OverTcpConnection } from './over-tcp-connection.ts';

const never = new AbortController().signal;
const TIMEOUT_MS = 250;
/** The register at which the device server resets the connection; the device on its line answers all the same. */
const RESETS = 666;

let lifetime = new Lifetime('guard');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('guard');
});

const line = (hex: string): string => rtuFrame(bytesOf(hex)).toString('hex');
/** The reply to a read of one register. */
const reply = (unit: number, value: number): Buffer => rtuFrame(Buffer.of(unit, 3, 2, value >> 8, value & 0xff));

const connectionTo = (port: number, unit = 1): OverTcpConnection =>
  OverTcpConnection.parse({ host: '127.0.0.1', port, unit_id: unit, request_timeout: `${TIMEOUT_MS}ms`, max_gap: 0 });

/** Reads one register as a session does, opening where there is no link. @returns its value or the code */
function reader(port: number, unit = 1, shared?: Map<string, unknown>): (wire: number) => Promise<number | string> {
  const driver = modbusRtuOverTcp.create(connectionTo(port, unit), { clock: systemClock, shared });
  lifetime.defer(() => driver.close());
  const into: ReadingColumns = {
    timeUs: new Float64Array(1),
    value: new Float64Array(1),
    status: new Uint32Array(1),
    cells: [],
  };
  let isOpen = false;
  return async (wire) => {
    try {
      if (!isOpen || driver.isStranded) await driver.open(never);
      isOpen = true;
      await driver.read(driver.plan([{ address: `HR${wire}` }]), into, never);
      return into.value[0]!;
    } catch (error) {
      isOpen = false;
      return (error as { readonly code: string }).code;
    }
  };
}

/** A device server: one line with slow devices, whose late bytes go to whoever is connected. */
async function deviceServer(delayOf: (wire: number) => number): Promise<number> {
  let current: Socket | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    current = socket;
    socket.on('error', () => {});
    socket.on('data', (request) => {
      const wire = request.readUInt16BE(2);
      if (wire === RESETS) socket.resetAndDestroy();
      setTimeout(() => current?.writable && current.write(reply(request[0]!, wire)), delayOf(wire));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  lifetime.defer(() => {
    current?.destroy();
    server.close();
  });
  return (server.address() as { readonly port: number }).port;
}

async function scripted(exchanges: readonly Exchange[]): Promise<ScriptedPeer> {
  return lifetime.add(await new ScriptedPeer({ exchanges, gapMs: 5 }).listen());
}

describe('the guard of modbus-serial', () => {
  it('takes no late reply for that of the next request, also where a new connection brings it', async () => {
    const port = await deviceServer((wire) => (wire === 100 ? TIMEOUT_MS + 40 : 0));
    const read = reader(port);
    // By itself modbus-serial reads 200 as 100, 300 as 200 and 400 as 300 from here on.
    expect(await read(100)).toBe('NX_DRIVER_TIMEOUT');
    expect([await read(200), await read(300), await read(400)]).toEqual([200, 300, 400]);
  });

  it('takes no reply to a request that was cut off by a reset for that of the next one', async () => {
    // A line answers one after another: the reply that nobody waits for any more comes before that of the next request.
    const port = await deviceServer((wire) => (wire === RESETS ? 60 : 120));
    const read = reader(port);
    expect(await read(100)).toBe(100);
    expect(await read(RESETS)).toBe('NX_DRIVER_DISCONNECTED');
    expect([await read(200), await read(300)]).toEqual([200, 300]);
  });

  it('finds its step again after garbage', async () => {
    const peer = await scripted([{ request: '', reply: ['00112233445566778899'] }]);
    const read = reader(peer.port);
    expect(await read(1)).toBe('NX_DRIVER_PROTOCOL');
    const port = await deviceServer(() => 0);
    expect(await reader(port)(5)).toBe(5);
    expect(await read(1)).toBe('NX_DRIVER_PROTOCOL');
  });

  it('puts a reply together that comes in pieces', async () => {
    const whole = reply(1, 412).toString('hex');
    const peer = await scripted([{ request: '', reply: [whole.slice(0, 2), whole.slice(2, 8), whole.slice(8)] }]);
    expect(await reader(peer.port)(1)).toBe(412);
  });

  it.each([
    ['twice', [`${line('01 03 02 019C')}${line('01 03 02 019C')}`], 'NX_DRIVER_PROTOCOL'],
    ['with another unit', [line('02 03 02 019C')], 'NX_DRIVER_PROTOCOL'],
    ['with another function', [line('01 04 02 019C')], 'NX_DRIVER_PROTOCOL'],
    ['with another byte count', [line('01 03 04 019C019D')], 'NX_DRIVER_PROTOCOL'],
    ['with a wrong checksum', ['010302019C0000'], 'NX_DRIVER_PROTOCOL'],
    ['cut short', [line('01 03 02 019C').slice(0, 12)], 'NX_DRIVER_TIMEOUT'],
  ])('takes no reply %s', async (_, segments, code) => {
    const peer = await scripted([{ request: '', reply: segments }]);
    expect(await reader(peer.port)(1)).toBe(code);
  });

  it('takes what comes twice apart from each other for a broken line, not for the next reply', async () => {
    const peer = await scripted([
      { request: '', reply: [line('01 03 02 019C'), line('01 03 02 019C')] },
      { request: '', reply: [line('01 03 02 0007')] },
    ]);
    const read = reader(peer.port);
    expect(await read(1)).toBe(412);
    await systemClock.sleep(30);
    expect(await read(2)).toBe('NX_DRIVER_PROTOCOL');
  });

  it('tells a refusal by its code and keeps the connection', async () => {
    const peer = await scripted([
      { request: '', reply: [line('01 83 04')] },
      { request: '', reply: [line('01 03 02 0007')] },
    ]);
    const read = reader(peer.port);
    expect(await read(1)).toBeNaN();
    expect(await read(1)).toBe(7);
  });

  it('asks each unit by its own number over one connection', async () => {
    const port = await deviceServer(() => 0);
    const shared = new Map<string, unknown>();
    const [one, two] = [reader(port, 1, shared), reader(port, 2, shared)];
    for (let round = 0; round < 20; round++)
      expect([await one(round), await two(round + 50)]).toEqual([round, round + 50]);
  });

  it('leaves the other units alone where a gateway speaks for a silent one', async () => {
    const peer = await scripted([
      { request: '', reply: [line('01 03 02 0001')] },
      { request: '', reply: [line('02 83 0B')] },
      { request: '', reply: [line('01 03 02 0003')] },
    ]);
    const shared = new Map<string, unknown>();
    const [one, two] = [reader(peer.port, 1, shared), reader(peer.port, 2, shared)];
    expect([await one(1), await two(1), await one(1)]).toEqual([1, 'NX_DRIVER_UNIT_SILENT', 3]);
  });

  it('ends the test of a connection in peace where a device promises more objects and says nothing', async () => {
    const peer = await scripted([
      { request: '', reply: [line('01 03 02 019C')] },
      { request: '', reply: [line('01 03 08 019C FFFF 0001 0002')] },
      { request: '', reply: [line('01 2B 0E 01 01 FF 01 01 00 04 41434D45')] },
    ]);
    const states: Record<string, string> = {};
    const steps = modbusRtuOverTcp.probe!(connectionTo(peer.port), [], { clock: systemClock }, never);
    for await (const { id, state } of steps) states[id] = state;
    expect(states).toEqual({ address: 'pass', connect: 'pass', unit: 'pass', read: 'pass', identify: 'warn' });
    // The next page is asked for by us, one request at a time; then the older function over a new connection.
    expect(peer.asked.map((request) => request.slice(2, 4))).toEqual(['03', '03', '2B', '2B', '11']);
  });

  it('identifies a device over a serial line', async () => {
    const peer = await scripted([
      { request: '', reply: [line('01 03 02 019C')] },
      { request: '', reply: [line('01 03 08 019C FFFF 0001 0002')] },
      { request: '', reply: [line('01 2B 0E 01 01 00 00 01 00 04 41434D45')] },
    ]);
    const found = [];
    const steps = modbusRtuOverTcp.probe!(connectionTo(peer.port), [], { clock: systemClock }, never);
    for await (const step of steps) if (step.id === 'identify') found.push(...step.sample);
    expect(found).toEqual([{ address: 'Vendor', text: 'ACME' }]);
  });
});
