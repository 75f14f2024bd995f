import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { LibmodbusPeer } from './libmodbus-peer.ts';
import { modbusTcp } from './manifest.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

const REQUEST_TIMEOUT_MS = 300;
const MARGIN_MS = 250;
const never = new AbortController().signal;

/** Vector i starts at register 10 · i; strings, 64-bit values and bits all fit between. */
const tags: DriverTag[] = vectors.map(({ type, order, length }, i) => ({
  address: `HR${i * 10}:${type}${length === undefined ? '' : `(${length})`}:${order}`,
}));

const EXTRA_TAGS: readonly (readonly [DriverTag, number])[] = [
  [{ address: 'holding:40003:uint16' }, 0x0102],
  [{ address: 'IR4' }, 0xbeef],
  [{ address: 'IR4.8-11' }, 0xe],
  [{ address: 'C5' }, 1],
  [{ address: 'C6' }, 0],
  [{ address: 'DI2999' }, 1],
];

function memory(): string[] {
  const words = vectors.map((vector, i) => `holding ${i * 10} ${vector.words}`);
  // Register 2 is the vector-free second register behind the first vector.
  return [...words, 'holding 2 0102', 'input 4 beef', 'coil 5 1', 'discrete 2999 1'];
}

let peer: LibmodbusPeer;
let lifetime: Lifetime;

function givenDriver(settings: Record<string, unknown>) {
  const connection = {
    host: '127.0.0.1',
    port: peer.port,
    unit_id: peer.unit,
    request_timeout: `${REQUEST_TIMEOUT_MS}ms`,
    ...settings,
  };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(connection), { clock: systemClock });
  lifetime.defer(() => driver.close());
  const read = async (wanted: readonly DriverTag[]): Promise<ReadingColumns> => {
    const count = wanted.length;
    const columns = {
      timeUs: new Float64Array(count),
      value: new Float64Array(count),
      status: new Uint32Array(count),
      cells: [],
    };
    await driver.read(driver.plan(wanted), columns, never);
    return columns;
  };
  return { driver, read };
}

function assertVectors({ value, status, cells }: ReadingColumns): void {
  expect([...status].every(isGood)).toBe(true);
  expect([...value]).toEqual(vectors.map((vector) => (typeof vector.value === 'string' ? Number.NaN : vector.value)));
  const exact = vectors.flatMap<unknown>((vector, row) => {
    if (typeof vector.value === 'string') return [{ row, kind: 'string', value: vector.value }];
    return vector.exact === undefined ? [] : [{ row, kind: vector.type, value: BigInt(vector.exact) }];
  });
  expect(cells).toEqual(exact);
}

// The words in the server were computed by Python's struct and are set one by one; nothing of our codec is in them.
describe.skipIf(LibmodbusPeer.missing() !== undefined)('against libmodbus', () => {
  beforeAll(async () => {
    peer = await LibmodbusPeer.start(memory());
  });
  afterAll(() => peer.dispose());
  beforeEach(() => {
    lifetime = new Lifetime('libmodbus');
  });
  afterEach(() => lifetime.dispose());

  it('reads every data type in every order', async () => {
    const { driver, read } = givenDriver({});
    await driver.open(never);
    expect(vectors).toHaveLength(80);
    assertVectors(await read(tags));
  });

  it('reads all four areas by their notations', async () => {
    const { driver, read } = givenDriver({});
    await driver.open(never);
    const { value } = await read(EXTRA_TAGS.map(([tag]) => tag));
    expect([...value]).toEqual(EXTRA_TAGS.map(([, expected]) => expected));
  });

  it('reads the same with eight requests in flight, and isolates what is refused among them', async () => {
    const { driver, read } = givenDriver({ requests_in_flight: 8, max_gap: 0 });
    await driver.open(never);
    for (let round = 0; round < 50; round++) assertVectors(await read(tags));
    const { status, value } = await read([{ address: 'HR2999' }, { address: 'HR3000' }, { address: 'IR4' }]);
    expect([...status]).toEqual([STATUS.Good, STATUS.BadConfigurationError, STATUS.Good]);
    expect(value[2]).toBe(0xbeef);
  });

  it('isolates an address outside the map and keeps the rest', async () => {
    const { driver, read } = givenDriver({});
    await driver.open(never);
    const { status, value } = await read([{ address: 'HR2999' }, { address: 'HR3000' }, { address: 'IR4' }]);
    expect([...status]).toEqual([STATUS.Good, STATUS.BadConfigurationError, STATUS.Good]);
    expect([...value]).toEqual([0, Number.NaN, 0xbeef]);
  });

  it('tells a unit that is not there, and closes', async () => {
    const { driver, read } = givenDriver({ unit_id: peer.unit + 1 });
    await driver.open(never);
    await expect(read(tags)).rejects.toMatchObject({ code: 'NX_DRIVER_UNIT_SILENT' });
    await expect(read(tags)).rejects.toMatchObject({ name: 'NexusError' });
  });

  it('notices a peer that was stopped, and a host that no longer answers a connect', async () => {
    const { driver, read } = givenDriver({ connect_timeout: '400ms' });
    await driver.open(never);
    assertVectors(await read(tags));
    peer.server.kill('SIGSTOP');
    lifetime.defer(() => void peer.server.kill('SIGCONT'));
    await expect(read(tags)).rejects.toMatchObject({ code: 'NX_DRIVER_TIMEOUT' });
    // The kernel completes handshakes until the backlog is full; then it drops SYNs as a dead host would.
    const sockets: Socket[] = Array.from({ length: 8 }, () => connect(peer.port, '127.0.0.1').on('error', () => {}));
    lifetime.defer(() => sockets.forEach((socket) => socket.destroy()));
    await systemClock.sleep(100);
    const startMs = performance.now();
    await expect(driver.open(never)).rejects.toMatchObject({ code: 'NX_NET_TIMEOUT' });
    expect(performance.now() - startMs).toBeLessThan(400 + MARGIN_MS);
    for (const socket of sockets) socket.destroy();
    peer.server.kill('SIGCONT');
    // A SYN that still meets the full backlog is only sent again after a second (RFC 6298, 2.1): dial anew as a session does.
    const dial = (): Promise<unknown> =>
      driver.open(never).then(
        () => 'open',
        (error: { code: string }) => error.code,
      );
    await expect.poll(dial, { timeout: 5_000 }).toBe('open');
    assertVectors(await read(tags));
  });
});
