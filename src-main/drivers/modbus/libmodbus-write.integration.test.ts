import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import type { Driver, WriteValue } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { type FloatOrder, LibmodbusPeer } from './libmodbus-peer.ts';
import { modbusTcp } from './manifest.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

const never = new AbortController().signal;
let peer: LibmodbusPeer;
let lifetime: Lifetime;

async function openDriver(settings: Record<string, unknown> = {}): Promise<Driver> {
  const connection = {
    host: '127.0.0.1',
    port: peer.port,
    unit_id: peer.unit,
    request_timeout: '300ms',
    mask_write: true,
    ...settings,
  };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(connection), { clock: systemClock });
  lifetime.defer(() => driver.close());
  await driver.open(never);
  return driver;
}

/** Vector i is written to register 10 · i, where the server had nothing but zeros. */
async function writeVectors(driver: Driver): Promise<void> {
  for (const [i, { type, order, length, value, exact }] of vectors.entries()) {
    const address = `HR${i * 10}:${type}${length === undefined ? '' : `(${length})`}:${order}`;
    await driver.write({ address }, exact === undefined ? value : (BigInt(exact) as WriteValue), never);
  }
}

/** The ten registers of each vector, as they have to be: its words and zeros behind them. */
const expectedWords = vectors.map(({ words }) => [...words.split(' '), ...Array<string>(10).fill('0000')].slice(0, 10));

/** What mbpoll prints for `count` values of this kind: `[10]: 	0xF8A4` and `[10]: 	-123456789`. */
function mbpoll(kind: string, address: number, count: number, ...flags: readonly string[]): string[] {
  const place = ['-a', String(peer.unit), '-p', String(peer.port), '-0', '-r', String(address), '-c', String(count)];
  const output = execFileSync('mbpoll', ['-m', 'tcp', ...place, '-t', kind, '-1', ...flags, '127.0.0.1'], {
    encoding: 'utf8',
  });
  return [...output.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map((match) => match[1]!.toLowerCase());
}

const isMissing = LibmodbusPeer.missing('mbpoll -V') !== undefined;

// The words were computed by Python's struct; they are read back by libmodbus and mbpoll, and nothing of our codec is
// in either.
describe.skipIf(isMissing)('writing to libmodbus', () => {
  beforeAll(async () => {
    peer = await LibmodbusPeer.start([]);
  });
  afterAll(() => peer.dispose());
  beforeEach(() => {
    lifetime = new Lifetime('libmodbus write');
  });
  afterEach(() => lifetime.dispose());

  it.each([
    ['functions 6 and 16', {}],
    ['function 16 only', { force_fc16: true }],
  ])('every data type in every order arrives as its registers, with %s', async (_, settings) => {
    const zeros = Array<string>(100).fill('0000').join(' ');
    const driver = await openDriver(settings);
    for (let at = 0; at < vectors.length * 10; at += 100) {
      const blank = { address: `HR${at}:string(200)` };
      await driver.write(blank, '', never);
      expect(peer.words(at, 100)).toBe(zeros);
    }
    await writeVectors(driver);
    expect(vectors).toHaveLength(80);
    for (let at = 0; at < vectors.length; at += 10) {
      const seen = peer.words(at * 10, 100);
      expect(seen).toBe(
        expectedWords
          .slice(at, at + 10)
          .flat()
          .join(' '),
      );
      expect(mbpoll('4:hex', at * 10, 100)).toEqual(seen.split(' ').map((word) => `0x${word}`));
    }
  });

  it('floats are those that modbus_get_float_* makes of the registers', async () => {
    await writeVectors(await openDriver());
    const floats = [...vectors.entries()].filter(([, { type }]) => type === 'float32');
    expect(new Set(floats.map(([, { order }]) => order))).toEqual(new Set(['ABCD', 'CDAB', 'BADC', 'DCBA']));
    for (const [i, { order, value }] of floats) {
      expect(Math.fround(peer.float(order.toLowerCase() as FloatOrder, i * 10)), `${order} ${value}`).toBe(value);
    }
  });

  it('mbpoll reads 32-bit values in the two orders that it knows', async () => {
    await writeVectors(await openDriver());
    let seen = 0;
    for (const [i, { type, order, value }] of vectors.entries()) {
      const flags = order === 'ABCD' ? ['-B'] : order === 'CDAB' ? [] : undefined;
      const kind = type === 'float32' ? '4:float' : type === 'int32' ? '4:int' : undefined;
      if (!flags || !kind) continue;
      const [text] = mbpoll(kind, i * 10, 1, ...flags);
      // It prints a float with six digits.
      const due = type === 'float32' ? Number(Number(value).toPrecision(6)) : value;
      expect(Number(text), `${type} ${order}`).toBe(due);
      seen++;
    }
    expect(seen).toBeGreaterThanOrEqual(4);
  });

  it('coils go on and off, with functions 5 and 15', async () => {
    for (const settings of [{}, { force_fc15: true }]) {
      const driver = await openDriver(settings);
      for (const [wire, isOn] of [
        [3, true],
        [4, true],
        [6, true],
        [4, false],
      ] as const) {
        await driver.write({ address: `C${wire}` }, isOn, never);
      }
      expect(peer.coils(2, 6)).toBe('0 1 0 0 1 0');
      expect(mbpoll('0', 2, 6)).toEqual(['0', '1', '0', '0', '1', '0']);
      for (const wire of [3, 6]) await driver.write({ address: `C${wire}` }, false, never);
      expect(peer.coils(2, 6)).toBe('0 0 0 0 0 0');
    }
  });

  it('function 22 changes its bits and no others', async () => {
    const driver = await openDriver();
    await driver.write({ address: 'HR1000' }, 0x1234, never);
    await driver.write({ address: 'HR1000.0' }, true, never);
    await driver.write({ address: 'HR1000.4-7' }, 0xc, never);
    await driver.write({ address: 'HR1000.12' }, false, never);
    expect(peer.words(1_000, 1)).toBe('02c5');
    await driver.write({ address: 'HR1000.15:BADC' }, true, never);
    expect(peer.words(1_000, 1)).toBe('02c5');
    await driver.write({ address: 'HR1000.8:BADC' }, false, never);
    expect(peer.words(1_000, 1)).toBe('02c4');
  });

  it('a write outside its map is refused, and the next one goes over the same link', async () => {
    const driver = await openDriver();
    await expect(driver.write({ address: 'HR3000' }, 1, never)).rejects.toMatchObject({ code: 'NX_DRIVER_REJECTED' });
    await expect(driver.write({ address: 'HR2999:float32' }, 1, never)).rejects.toMatchObject({
      code: 'NX_DRIVER_REJECTED',
      text: expect.stringContaining('exception 02'),
    });
    await driver.write({ address: 'HR2999' }, 7, never);
    expect(peer.words(2_999, 1)).toBe('0007');
  });

  it('a swallowed reply is an unknown outcome, although the register was written', async () => {
    const proxy = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port: peer.port }).listen());
    const driver = await openDriver({ port: proxy.port });
    for (let round = 1; round <= 5; round++) {
      proxy.halfOpen();
      const write = driver.write({ address: 'HR1010' }, round, never);
      await expect(write).rejects.toMatchObject({ code: 'NX_DRIVER_UNKNOWN_OUTCOME' });
      expect(peer.words(1_010, 1)).toBe(`000${round}`);
      await proxy.restore();
      await driver.open(never);
    }
  });
});
