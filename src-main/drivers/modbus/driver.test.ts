import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, FrameListener, ReadingColumns, Simulator } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { startSimulator } from './simulator.ts';
import { tcpDriver } from './tcp-driver.ts';

const never = new AbortController().signal;
let lifetime: Lifetime;
let simulator: Simulator;
/** Added to the monotonic clock: makes a minute pass at once. */
let aheadMs = 0;
const clock: Clock = { ...systemClock, monoMs: () => systemClock.monoMs() + aheadMs };

beforeEach(() => {
  lifetime = new Lifetime('driver');
  aheadMs = 0;
});
afterEach(() => lifetime.dispose());

/** A device that has these tags and nothing else; the value of a tag is its place in the list. */
async function givenDevice(tags: readonly DriverTag[], port = 0): Promise<void> {
  const connection = ModbusTcpConnection.parse({ host: 'simulated' });
  simulator = await startSimulator({ connection, tags, value: (index) => index, clock: systemClock, port });
  const started = simulator;
  lifetime.defer(() => started.close());
}

async function givenDriver(
  tags: readonly DriverTag[],
  settings: Record<string, unknown> = {},
  onFrame?: FrameListener,
) {
  const connection = ModbusTcpConnection.parse({ host: '127.0.0.1', port: simulator.port, ...settings });
  const driver = tcpDriver(connection, { clock, onFrame });
  lifetime.defer(() => driver.close());
  await driver.open(never);
  const plan = driver.plan(tags);
  const into: ReadingColumns = {
    timeUs: new Float64Array(tags.length),
    value: new Float64Array(tags.length),
    status: new Uint32Array(tags.length),
    cells: [],
  };
  const poll = async (): Promise<number> => {
    const before = simulator.frames().length;
    into.cells.length = 0;
    await driver.read(plan, into, never);
    return simulator.frames().length - before;
  };
  return { driver, plan, into, poll };
}

function registers(count: number, from = 0): DriverTag[] {
  return Array.from({ length: count }, (_, i) => ({ address: `HR${from + i}` }));
}

describe('one address that the device refuses', () => {
  it('is isolated within the first poll: 99 of 100 tags stay Good, and later polls go round it', async () => {
    await givenDevice(registers(100).toSpliced(61, 1));
    const { driver, plan, into, poll } = await givenDriver(registers(100));
    // 1 refused block, then two halves a level: 100, 50, 25, 13, 7, 4, 2, 1.
    expect(await poll()).toBeLessThanOrEqual(1 + 2 * 7);
    expect([...into.status].filter(isGood)).toHaveLength(99);
    expect(into.status[61]).toBe(STATUS.BadConfigurationError);
    expect(into.value[61]).toBeNaN();
    expect([into.value[60], into.value[62], into.value[99]]).toEqual([60, 61, 98]);
    expect(driver.faults(plan)).toEqual(
      new Map([
        [
          61,
          'The device has no register at 40062 (wire 61). If the manual counts from 0, try shifting all addresses by −1. (exception 02)',
        ],
      ]),
    );
    expect(await poll()).toBe(2);
    expect(plan.summary.requests.map(({ text, tags }) => ({ text, tags }))).toEqual([
      { text: 'FC3 holding 0–60 (61 registers)', tags: 61 },
      { text: 'FC3 holding 62–99 (38 registers)', tags: 38 },
    ]);
    expect([...into.status].filter(isGood)).toHaveLength(99);
  });

  it('is asked for again after a minute, alone, and read again when the device has it', async () => {
    await givenDevice(registers(9));
    const { driver, into, poll } = await givenDriver(registers(10));
    await poll();
    expect(await poll()).toBe(1);
    aheadMs += 60_001;
    expect(await poll()).toBe(2);
    expect(into.status[9]).toBe(STATUS.BadConfigurationError);
    expect(await poll()).toBe(1);
    const { port } = simulator;
    await simulator.close();
    await givenDevice(registers(10), port);
    await driver.open(never);
    aheadMs += 60_001;
    await poll();
    expect(into.value[9]).toBe(9);
    expect(await poll()).toBe(1);
    expect([...into.value]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('in a gap that nobody asked for costs no tag: the next polls do not bridge it', async () => {
    const tags = [{ address: 'HR0' }, { address: 'HR5' }];
    await givenDevice(tags);
    const { into, poll } = await givenDriver(tags);
    expect(await poll()).toBe(3);
    expect([...into.value]).toEqual([0, 1]);
    expect(await poll()).toBe(2);
    expect([...into.value]).toEqual([0, 1]);
  });

  it('among many does not make a poll endless: all 100 wrong addresses are known after 8 polls', async () => {
    await givenDevice(registers(1));
    const { into, poll } = await givenDriver([...registers(1), ...registers(100, 1_000)]);
    for (let i = 0; i < 8; i++) {
      // 32 probes at most, and the few blocks that the tags not yet known make.
      expect(await poll()).toBeLessThanOrEqual(32 + 8);
      expect(into.value[0]).toBe(0);
      expect([...into.status].filter(isGood)).toHaveLength(1);
    }
    expect(await poll()).toBe(1);
    expect(new Set(into.status.subarray(1))).toEqual(new Set([STATUS.BadConfigurationError]));
  });
});

describe('a read', () => {
  it('carries what a number cannot: text, and integers beyond 2^53, in rising order of row', async () => {
    const tags: DriverTag[] = [
      { address: 'HR100:string(6)' },
      { address: 'HR0:int64' },
      { address: 'IR0:uint64:GHEFCDAB' },
      { address: 'HR4:int64' },
      { address: 'C9' },
    ];
    const connection = ModbusTcpConnection.parse({ host: 'simulated' });
    const values = ['PUMP-7', 2n ** 53n + 1n, 2n ** 64n - 1n, -5n, 1];
    simulator = await startSimulator({
      connection,
      tags,
      value: (index) => values[index]!,
      clock: systemClock,
      port: 0,
    });
    lifetime.defer(() => simulator.close());
    const { into, poll } = await givenDriver(tags);
    await poll();
    expect([...into.value]).toEqual([Number.NaN, 2 ** 53, 2 ** 64, -5, 1]);
    expect([...into.status].every(isGood)).toBe(true);
    expect(into.cells).toEqual([
      { row: 0, kind: 'string', value: 'PUMP-7' },
      { row: 1, kind: 'int64', value: 9_007_199_254_740_993n },
      { row: 2, kind: 'uint64', value: 18_446_744_073_709_551_615n },
    ]);
  });

  it('reaches the device by its name too, over whichever family answers', async () => {
    await givenDevice(registers(2));
    const { into, poll } = await givenDriver(registers(2), { host: 'localhost' });
    await poll();
    expect([...into.value]).toEqual([0, 1]);
  });

  it('does not mix with another read of the same connection', async () => {
    await givenDevice(registers(1));
    const { poll } = await givenDriver(registers(1));
    const first = poll();
    await expect(poll()).rejects.toMatchObject({ code: 'NX_INTERNAL' });
    await first;
  });

  it('keeps to the limits of the device', async () => {
    await givenDevice(registers(100));
    const { into, poll } = await givenDriver(registers(100), { max_registers: 30 });
    expect(await poll()).toBe(4);
    expect(into.value[99]).toBe(99);
  });

  it('waits between requests where the device wants it', async () => {
    await givenDevice([...registers(1), ...registers(1, 500), ...registers(1, 1_000)]);
    const tags = [...registers(1), ...registers(1, 500), ...registers(1, 1_000)];
    const { poll } = await givenDriver(tags, { inter_request_delay: '30ms' });
    const startMs = performance.now();
    expect(await poll()).toBe(3);
    // Two pauses between three requests; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(58);
  });

  it('ends at once when it is aborted in such a pause', async () => {
    const tags = [...registers(1), ...registers(1, 500)];
    await givenDevice(tags);
    const { driver, plan, into } = await givenDriver(tags, { inter_request_delay: '5s' });
    const abort = new AbortController();
    const reading = driver.read(plan, into, abort.signal);
    setTimeout(() => abort.abort(), 20);
    const startMs = performance.now();
    await expect(reading).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(performance.now() - startMs).toBeLessThan(500);
  });

  it('shows its frames to who listens', async () => {
    await givenDevice(registers(1));
    const seen: string[] = [];
    const { poll } = await givenDriver(registers(1), {}, (direction, bytes) => {
      seen.push(`${direction} ${Buffer.from(bytes).toString('hex')}`);
    });
    await poll();
    expect(seen).toEqual(['sent 000100000006010300000001', 'received 0001000000050103020000']);
  });

  it('names the unit that stays silent behind a gateway', async () => {
    await givenDevice(registers(1));
    const { poll } = await givenDriver(registers(1), { unit_id: 7 });
    await expect(poll()).rejects.toMatchObject({
      code: 'NX_DRIVER_UNIT_SILENT',
      text: 'The gateway at 127.0.0.1 answered, but unit 7 did not. Check the unit ID or run Scan units. (exception 0B)',
    });
  });
});
