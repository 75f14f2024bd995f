import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { modbusTcp } from '../drivers/all.ts';
import type { Simulator } from '../drivers/driver.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime, trackLifetimes } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import { ConnectGate } from './connect-gate.ts';
import { DeviceRecord } from './device-record.ts';
import { DeviceRunner } from './device-runner.ts';
import { EndpointBudget } from './endpoint-budget.ts';
import { EndpointQueue } from './endpoint-queue.ts';

const TAGS = ['HR0:uint16', 'HR1:uint16'].map((address) => ({ address }));
const wait = { timeout: 12_000, interval: 20 };

interface Plant {
  readonly runner: DeviceRunner;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly batches: PointBatch[];
  readonly statuses: DeviceHealth[];
}

const lifetime: { current: Lifetime | undefined } = { current: undefined };

/** A device whose first register counts its reads, polled every 50 ms through the fault proxy. */
async function givenPolledDevice(): Promise<Plant> {
  const own = new Lifetime('polled device');
  lifetime.current = own;
  let reads = 0;
  const connection = modbusTcp.connection.parse({ host: '127.0.0.1', request_timeout: '200ms' }) as never;
  const simulator = await modbusTcp.simulate({
    connection,
    tags: TAGS,
    value: (index) => (index === 0 ? ++reads : 7),
    clock: systemClock,
    port: 0,
  });
  own.defer(() => simulator.close());
  const proxy = own.add(await new FaultProxy({ host: '127.0.0.1', port: simulator.port }).listen());
  const batches: PointBatch[] = [];
  const statuses: DeviceHealth[] = [];
  const rules = TAGS.map(({ address }, number) => compileTagRule(Tag.parse({ id: `t${number}`, address }), number));
  const job = {
    id: 'd',
    number: 0,
    protocol: 'modbus-tcp',
    endpoint: 'proxy',
    connection: { ...(connection as object), host: proxy.host, port: proxy.port },
    pollIntervalMs: 50,
    simulated: false,
    tags: TAGS.map((driver, i) => ({ id: `t${i}`, driver, rule: rules[i]! })),
  };
  const ports = {
    clock: systemClock,
    logger: silentLogger,
    random: () => 0.5,
    queue: new EndpointQueue(systemClock),
    budget: new EndpointBudget(),
    gate: new ConnectGate(16, systemClock),
    record: new DeviceRecord(systemClock),
    onBatch: (batch: PointBatch) => void batches.push(batch),
    onStatus: (): void => void statuses.push(runner.health()),
  };
  const runner: DeviceRunner = own.add(new DeviceRunner(job, modbusTcp as never, ports));
  return { runner, simulator, proxy, batches, statuses };
}

const kind = (plant: Plant): string => plant.runner.health().status.kind;
const counted = (plant: Plant): number[] =>
  plant.batches.filter((batch) => batch.status[0] === STATUS.Good).map((batch) => batch.value[0]!);

/** Every value came once and in order: none is a late answer to an earlier question. */
function expectRising(values: readonly number[]): void {
  expect(values.length).toBeGreaterThan(5);
  values.reduce((before, value) => {
    expect(value).toBeGreaterThan(before);
    return value;
  }, 0);
}

describe('a polled device', () => {
  const tracking = trackLifetimes();
  afterEach(async () => {
    await lifetime.current?.dispose();
    expect(tracking.leaked()).toEqual([]);
  });

  it('gives one batch a poll, and a health that says so', async () => {
    const plant = await givenPolledDevice();
    await vi.waitFor(() => expect(plant.batches.length).toBeGreaterThan(5), wait);
    expectRising(counted(plant));
    expect(plant.runner.health()).toMatchObject({ device: 'd', pollsFailed: 0, successRatio: 1, tagsGood: 2 });
    expect(plant.statuses.map((health) => health.status.kind)).toEqual(['connected']);
  });

  it.each([
    ['is reset', async (proxy: FaultProxy) => proxy.rst()],
    ['goes mute', async (proxy: FaultProxy) => proxy.blackhole()],
    ['is half-open', async (proxy: FaultProxy) => proxy.halfOpen()],
    ['is refused', (proxy: FaultProxy) => proxy.refuse()],
  ])('comes back by itself after its connection %s, without a wrong value', async (_how, breakIt) => {
    const plant = await givenPolledDevice();
    await vi.waitFor(() => expect(plant.batches.length).toBeGreaterThan(3), wait);
    const before = plant.batches.length;
    await breakIt(plant.proxy);
    await vi.waitFor(() => expect(plant.runner.health().pollsFailed).toBeGreaterThan(0), wait);
    await plant.proxy.restore();
    await vi.waitFor(() => expect(plant.batches.length).toBeGreaterThan(before + 4), wait);
    expect(kind(plant)).toMatch(/connected|degraded/);
    expectRising(counted(plant));
    expect(plant.batches.every((batch) => batch.value[1] === 7 || batch.status[1] !== STATUS.Good)).toBe(true);
  });

  it('is said to be lost once when nothing comes for five seconds, with the reason, and read again after', async () => {
    const plant = await givenPolledDevice();
    await vi.waitFor(() => expect(plant.batches.length).toBeGreaterThan(6), wait);
    plant.proxy.blackhole();
    const isLost = (batch: PointBatch): boolean => batch.status[0] === STATUS.BadNoCommunication;
    await vi.waitFor(() => expect(plant.batches.some(isLost)).toBe(true), wait);
    expect(plant.runner.health().status).toMatchObject({
      kind: 'offline',
      reason: { code: expect.stringMatching(/^NX_/) },
    });
    expect(plant.runner.health().tagsGood).toBe(0);
    await plant.proxy.restore();
    await vi.waitFor(() => expect(kind(plant)).not.toBe('offline'), wait);
    await vi.waitFor(() => expect(plant.batches.at(-1)!.status[0]).toBe(STATUS.Good), wait);
    expect(plant.batches.filter(isLost)).toHaveLength(1);
    expectRising(counted(plant));
  }, 30_000);
});
