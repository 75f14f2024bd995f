import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { Snap7Peer } from '../../testing/snap7-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { DriverTag, ProbeStep, ReadingColumns, WriteValue } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';
import { s7 } from './manifest.ts';
import { bytesOf, type S7Type } from './s7-type.ts';
import vectors from './testdata/vectors.json' with { type: 'json' };

const missing = trixieMissing('snap7');
const never = new AbortController().signal;
const REQUEST_TIMEOUT_MS = 400;

const columns = (count: number): ReadingColumns => ({
  timeUs: new Float64Array(count),
  value: new Float64Array(count),
  status: new Uint32Array(count),
  cells: [],
});

/** A vector with a place of its own. */
interface Placed {
  readonly tag: DriverTag;
  readonly area: string;
  readonly at: number;
  readonly bytes: string;
  readonly value: WriteValue;
  readonly isText: boolean;
}

/**
 * Each vector behind the other in DB1; the timer and the counter in their areas. Of those snap7 1.4.2 keeps number n
 * at byte n / 2, where CPUs have 2 × n, so that only number 0 says something.
 */
function placeVectors(): Placed[] {
  let next = 0;
  return vectors.map(({ type, bytes, value, exact, length }) => {
    const characters = length ?? (type === 'CHAR' ? 1 : 0);
    const wanted = exact === undefined ? value! : BigInt(exact);
    const isText = typeof wanted === 'string';
    if (type === 'TIMER' || type === 'COUNTER') {
      const area = type === 'TIMER' ? 'T' : 'C';
      return { tag: { address: `${area}0` }, area, at: 0, bytes, value: wanted, isText };
    }
    const at = next;
    next += bytesOf(type as S7Type, characters) + 3;
    const place = type === 'BOOL' ? `DB1.DBX${at}.0` : `DB1:${at}:${type}${isText ? `[${characters}]` : ''}`;
    return { tag: { address: place }, area: 'DB1', at, bytes, value: wanted, isText };
  });
}

describe.skipIf(missing)('a CPU made of snap7', () => {
  let peer: Snap7Peer;
  let proxy: FaultProxy;
  let driver: S7Driver;
  const placed = placeVectors();
  const tags = placed.map(({ tag }) => tag);

  beforeAll(async () => {
    peer = await Snap7Peer.start(240);
  });
  afterAll(() => peer.dispose());
  beforeEach(async () => {
    proxy = await new FaultProxy(peer).listen();
    driver = driverAt(proxy.port);
  });
  afterEach(async () => {
    await driver.close();
    await proxy.dispose();
  });

  function connectionAt(port: number, settings: Record<string, unknown> = {}): S7Connection {
    const request_timeout = `${REQUEST_TIMEOUT_MS}ms`;
    return S7Connection.parse({ host: peer.host, port, request_timeout, connect_timeout: '2s', ...settings });
  }

  function driverAt(port: number, settings: Record<string, unknown> = {}): S7Driver {
    return new S7Driver(connectionAt(port, settings), systemClock);
  }

  async function readValues(of: readonly DriverTag[] = tags): Promise<WriteValue[]> {
    const into = columns(of.length);
    await driver.read(driver.plan(of), into, never);
    const values: WriteValue[] = [...into.value];
    for (const { row, value } of into.cells) if (!(value instanceof Uint8Array)) values[row] = value;
    expect([...into.status].every(isGood)).toBe(true);
    return values;
  }

  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: { readonly code?: unknown }) => error.code,
    );

  it('reads every type as the vectors have it', async () => {
    for (const { area, at, bytes } of placed) await peer.poke(area, at, bytes);
    await driver.open(never);
    expect(await readValues()).toEqual(placed.map(({ value }) => value));
    expect(proxy.connections).toBe(1);
  });

  it('writes every type to the byte, and nothing beside it', async () => {
    await driver.open(never);
    for (const { tag, area, at, bytes, value, isText } of placed) {
      const count = bytes.length / 2;
      // The greatest length of a text belongs to the CPU.
      const header = tag.address.includes('WSTRING') ? 2 : tag.address.includes('STRING') ? 1 : 0;
      await peer.poke(
        area,
        at,
        isText && header > 0 ? bytes.slice(0, header * 2) + '00'.repeat(count - header) : 'ff'.repeat(count),
      );
      const beside = async (): Promise<string> =>
        (at > 0 ? await peer.peek(area, at - 1, 1) : '') + (await peer.peek(area, at + count, 1));
      const before = await beside();
      await driver.write(tag, value, never);
      const written = await peer.peek(area, at, count);
      // A bit leaves its seven neighbours, and whole µs have no nanoseconds behind them.
      const due = tag.address.includes('DBX')
        ? 'ff'
        : bytes === '07e90b15060e1e0f075bcd15'
          ? '07e90b15060e1e0f075bca00'
          : bytes;
      expect(written, tag.address).toBe(due);
      expect(await beside(), tag.address).toBe(before);
    }
    expect(await readValues()).toEqual(placed.map(({ value }) => value));
  });

  it('changes one bit and leaves its neighbours, in every area that can be written', async () => {
    await driver.open(never);
    for (const [area, address] of [
      ['DB1', 'DB1.DBX1100.5'],
      ['M', 'M100.5'],
      ['Q', 'Q100.5'],
    ] as const) {
      const at = area === 'DB1' ? 1_100 : 100;
      await peer.poke(area, at, '81');
      await driver.write({ address }, true, never);
      expect(await peer.peek(area, at, 1)).toBe('a1');
      await driver.write({ address }, false, never);
      expect(await peer.peek(area, at, 1)).toBe('81');
    }
  });

  it('never writes a text over what stands behind a STRING that is shorter on the CPU', async () => {
    await peer.poke('DB1', 1_120, '0403414243' + '00' + 'beef');
    await driver.open(never);
    const longer = { address: 'DB1.DBB1120:STRING[20]' };
    await expect(driver.write(longer, 'ABCDE', never)).rejects.toMatchObject({
      code: 'NX_DRIVER_REJECTED',
      text: 'The STRING at DB1.DBB1120:STRING[20] has room for 4 characters on the CPU, and the text has 5. Nothing was written. Compare the length with TIA Portal.',
    });
    expect(await peer.peek('DB1', 1_120, 8)).toBe('040341424300beef');
    await driver.write(longer, 'WXYZ', never);
    expect(await peer.peek('DB1', 1_120, 8)).toBe('04045758595abeef');
  });

  it('reads a text that is longer than a message, and inputs, outputs and bit memory in the same poll', async () => {
    await peer.poke('DB2', 0, `feff`.replace('ff', 'fe') + '41'.repeat(254));
    await peer.poke('I', 4, '1234');
    await peer.poke('Q', 4, '5678');
    await peer.poke('M', 4, '42280000');
    await driver.open(never);
    const mixed = ['DB2.DBB0:STRING[254]', 'IW4', 'QW4', 'MD4:REAL'].map((address) => ({ address }));
    expect(await readValues(mixed)).toEqual(['A'.repeat(254), 0x1234, 0x5678, 42]);
  });

  it('reads the plant of the yardsticks in five requests or fewer', async () => {
    const plant = [
      ...Array.from({ length: 60 }, (_, index) => ({ address: `DB1.DBD${index * 4}:REAL` })),
      ...Array.from({ length: 40 }, (_, index) => ({ address: `DB1.DBD${260 + index * 20}:REAL` })),
    ];
    await driver.open(never);
    expect(driver.plan(plant).summary.requests.length).toBeLessThanOrEqual(5);
    expect(await readValues(plant)).toHaveLength(100);
  });

  it.each([480, 960])('agrees on a PDU of %i bytes and reads the same', async (pduSize) => {
    const large = await Snap7Peer.start(pduSize);
    try {
      for (const { area, at, bytes } of placed) await large.poke(area, at, bytes);
      driver = driverAt(large.port);
      await driver.open(never);
      expect(await readValues()).toEqual(placed.map(({ value }) => value));
      const requests = driver.plan(Array.from({ length: 400 }, (_, index) => ({ address: `DB1.DBW${index * 2}` })))
        .summary.requests;
      expect(requests).toHaveLength(Math.ceil(800 / (pduSize - 18)));
      await driver.close();
    } finally {
      large.dispose();
    }
  });

  it('finds the tag behind the end of a block and the block that is not there; all others are Good', async () => {
    const good = Array.from({ length: 30 }, (_, index) => ({ address: `DB2.DBW${index * 2}` }));
    const all = [...good, { address: 'DB2.DBD598' }, { address: 'DB9.DBW0' }];
    await driver.open(never);
    const plan = driver.plan(all);
    const into = columns(all.length);
    await driver.read(plan, into, never);
    expect([...into.status].map(isGood)).toEqual([...good.map(() => true), false, false]);
    expect([...into.status.subarray(30)]).toEqual([STATUS.BadConfigurationError, STATUS.BadConfigurationError]);
    expect(driver.faults(plan).get(30)).toContain('DB2.DBD598 needs bytes 598–601');
    expect(driver.faults(plan).get(31)).toContain('The CPU has no DB9');
    expect(await codeOf(driver.write({ address: 'DB9.DBW0' }, 1, never))).toBe('NX_DRIVER_REJECTED');
    expect(proxy.connections).toBe(1);
  });

  it('says who it is', async () => {
    const steps: ProbeStep[] = [];
    for await (const step of s7.probe!(
      connectionAt(proxy.port),
      [{ address: 'DB1.DBW0' }],
      { clock: systemClock },
      never,
    ))
      if (step.state !== 'running') steps.push(step);
    expect(steps.map(({ id, state }) => [id, state])).toEqual([
      ['address', 'pass'],
      ['connect', 'pass'],
      ['cpu', 'pass'],
      ['identify', 'pass'],
      ['read', 'pass'],
    ]);
    expect(steps[3]!.sample.map(({ text }) => text).join(' ')).toContain('CPU 315-2 PN/DP');
  });

  describe('that is cut', () => {
    const tag = { address: 'DB1.DBW1000' };

    it('is silent while its process is stopped, and read again after it goes on', async () => {
      await driver.open(never);
      await readValues([tag]);
      await peer.stop();
      const startMs = performance.now();
      expect(await codeOf(readValues([tag]))).toBe('NX_DRIVER_TIMEOUT');
      expect(performance.now() - startMs).toBeLessThan(2 * REQUEST_TIMEOUT_MS);
      peer.goOn();
      await driver.open(never);
      expect(await readValues([tag])).toHaveLength(1);
    });

    it('leaves the outcome of a write unknown when it falls silent, and the write is not sent again', async () => {
      await driver.open(never);
      await driver.write(tag, 1, never);
      proxy.halfOpen();
      expect(await codeOf(driver.write(tag, 2, never))).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
      expect(await peer.peek('DB1', 1_000, 2)).toBe('0002');
      await peer.poke('DB1', 1_000, '0007');
      await proxy.restore();
      await driver.open(never);
      expect(await readValues([tag])).toEqual([7]);
    });

    it('survives 100 resets at any point of connecting and reading', async () => {
      const codes = new Set<unknown>();
      for (let round = 0; round < 100; round++) {
        proxy.slice(4, 1);
        const work = codeOf(driver.open(never).then(() => readValues(tags)));
        await systemClock.sleep(round % 50);
        proxy.rst();
        codes.add(await work);
        await proxy.restore();
      }
      const expected = new Set(['NX_NET_REFUSED', 'NX_DRIVER_DISCONNECTED', 'done']);
      expect([...codes].filter((code) => !expected.has(String(code)))).toEqual([]);
      expect(codes.size).toBeGreaterThan(1);
      await driver.open(never);
      expect(await readValues([tag])).toHaveLength(1);
      await driver.close();
      await expect.poll(() => proxy.open).toBe(0);
    });

    it('is read again after its process was killed and another came', async () => {
      await driver.open(never);
      await readValues([tag]);
      await peer.restart();
      expect(await codeOf(readValues([tag]))).toBe('NX_DRIVER_DISCONNECTED');
      await peer.poke('DB1', 1_000, '002a');
      await driver.open(never);
      expect(await readValues([tag])).toEqual([42]);
    });
  });
});
