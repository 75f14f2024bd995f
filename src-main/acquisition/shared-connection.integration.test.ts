import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { modbusTcp } from '../drivers/all.ts';
import type { DriverManifest, DriverPolicy, DriverTag } from '../drivers/driver.ts';
import { GatewayPeer } from '../drivers/modbus/gateway-peer.ts';
import { LibmodbusPeer } from '../drivers/modbus/libmodbus-peer.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime, trackLifetimes } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { eventually } from '../testing/eventually.ts';
import { FaultProxy } from '../testing/fault-proxy.ts';
import type { DeviceJob, WriteOutcome } from './acquisition-messages.ts';
import { HostDevices } from './host-devices.ts';

const INTERVAL_MS = 200;
const TIMEOUT_MS = 150;
const UNITS = [17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
const SICK = 20;
/** Two requests a poll: the gap between them is not bridged. */
const TAGS: readonly DriverTag[] = [{ address: 'HR0' }, { address: 'HR40' }];
/** The breaker as it is, with shorter rests. */
const policy: Partial<DriverPolicy> = { breakerOpenMs: 3_000 };

const tracking = trackLifetimes();
let lifetime: Lifetime;
let devices: HostDevices;
let batches: PointBatch[];

beforeEach(() => {
  lifetime = new Lifetime('shared connection');
  batches = [];
  const manifest: DriverManifest = { ...(modbusTcp as DriverManifest), policy };
  devices = lifetime.add(
    new HostDevices({
      clock: systemClock,
      logger: silentLogger,
      random: Math.random,
      onBatch: (batch) => void batches.push(batch),
      onStatus: () => {},
      findDriver: () => manifest,
    }),
  );
});
afterEach(async () => {
  await lifetime.dispose();
  expect(tracking.leaked()).toEqual([]);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function job(unit: number, port: number, settings: Record<string, unknown> = {}): DeviceJob {
  const place = { host: '127.0.0.1', port, unit_id: unit, request_timeout: `${TIMEOUT_MS}ms`, max_gap: 8 };
  const connection = modbusTcp.connection.parse({ ...place, ...settings });
  return {
    id: `u${unit}`,
    number: unit,
    protocol: modbusTcp.id,
    endpoint: modbusTcp.endpointKey(connection),
    connection,
    pollIntervalMs: INTERVAL_MS,
    simulated: false,
    tags: TAGS.map((driver, i) => ({
      id: `t${i}`,
      driver,
      rule: compileTagRule(Tag.parse({ id: `t${i}`, ...driver }), 100 * unit + i),
    })),
  };
}

function start(port: number, settings: Record<string, unknown> = {}): void {
  for (const unit of UNITS) void devices.add(job(unit, port, settings));
}

const rows = (): DeviceHealth[] => [...devices.runners].map((runner) => runner.health());
const row = (unit: number): DeviceHealth => rows().find(({ device }) => device === `u${unit}`)!;
const others = (): DeviceHealth[] => rows().filter(({ device }) => device !== `u${SICK}`);
const total = (of: readonly DeviceHealth[], field: 'polls' | 'pollsFailed' | 'pollsSkipped'): number =>
  of.reduce((sum, each) => sum + each[field], 0);

/** All devices are read, and each of them a few times. */
async function allPolled(): Promise<void> {
  const from = new Map(rows().map(({ device, polls }) => [device, polls]));
  await vi.waitFor(
    () => {
      expect(rows()).toHaveLength(UNITS.length);
      for (const { device, polls, status } of rows()) {
        expect(status.kind).toMatch(/connected|degraded/);
        expect(polls).toBeGreaterThanOrEqual((from.get(device) ?? 0) + 3);
      }
    },
    { timeout: 15_000, interval: 20 },
  );
}

async function givenGateway(settings: Record<string, unknown> = {}): Promise<GatewayPeer> {
  const gateway = lifetime.add(await new GatewayPeer(UNITS, TAGS).listen());
  start(gateway.port, settings);
  await allPolled();
  return gateway;
}

/** Every value says whose it is: 100 · unit + tag, which is the number of the tag as well. */
function assertValues(): void {
  let seen = 0;
  for (const { tag, value } of batches) {
    for (let i = 0; i < tag.length; i++) {
      if (Number.isNaN(value[i])) continue;
      expect(value[i]).toBe(tag[i]);
      seen++;
    }
  }
  expect(seen).toBeGreaterThanOrEqual(UNITS.length * TAGS.length);
}

const write = (unit: number, value: number): Promise<WriteOutcome> =>
  devices.write({ device: `u${unit}`, tag: 't0', value, verify: true, budgetMs: 3_000 });

describe('ten units behind one port', () => {
  it('are polled over exactly one connection', async () => {
    const gateway = await givenGateway();
    await pause(2_000);
    expect([gateway.accepted, gateway.mostOpen]).toEqual([1, 1]);
    expect(total(rows(), 'polls')).toBeGreaterThan(UNITS.length * 8);
    expect([total(rows(), 'pollsFailed'), total(rows(), 'pollsSkipped')]).toEqual([0, 0]);
    const ids = gateway.requests.map(({ transactionId }) => transactionId);
    expect(new Set(ids).size).toBe(ids.length);
    assertValues();
  });

  it('lose no more than the polls that fall into the timeouts of a silent one, and none while it rests', async () => {
    const gateway = await givenGateway();
    gateway.silent.add(SICK);
    const [asked, before] = [gateway.asked(SICK), others()];
    await vi.waitFor(() => expect(row(SICK).status.kind).toBe('offline'), { timeout: 10_000, interval: 5 });
    await pause(5_000);
    const attempts = gateway.asked(SICK) - asked;
    const after = others();
    expect(attempts).toBeGreaterThanOrEqual(3);
    // At once, then after 1, 2, 3, 3 … s.
    expect(attempts).toBeLessThanOrEqual(8);
    expect(total(after, 'pollsFailed')).toBe(0);
    const skipped = total(after, 'pollsSkipped') - total(before, 'pollsSkipped');
    expect(skipped).toBeLessThanOrEqual(attempts * after.length);
    expect(total(after, 'polls') - total(before, 'polls') + skipped).toBeGreaterThan(after.length * 20);
    // One connection an attempt, and the first.
    expect(gateway.accepted).toBeLessThanOrEqual(1 + attempts);
    expect(gateway.mostOpen).toBe(1);

    // Right after an attempt the rest is at least 2.4 s.
    const last = gateway.asked(SICK);
    await vi.waitFor(() => expect(gateway.asked(SICK)).toBeGreaterThan(last), { timeout: 6_000, interval: 5 });
    await pause(TIMEOUT_MS + 100);
    const [resting, connections] = [others(), gateway.accepted];
    await pause(1_500);
    expect(gateway.asked(SICK)).toBe(last + 1);
    expect(total(others(), 'pollsSkipped')).toBe(total(resting, 'pollsSkipped'));
    expect(total(others(), 'polls') - total(resting, 'polls')).toBeGreaterThanOrEqual(9 * 6);
    expect(gateway.accepted).toBe(connections);
    expect(others().every(({ status }) => /connected|degraded/.test(status.kind))).toBe(true);

    gateway.silent.clear();
    await vi.waitFor(() => expect(row(SICK).status.kind).toMatch(/connected|degraded/), { timeout: 6_000 });
    assertValues();
  }, 60_000);

  it('are not touched by one that the gateway does not find', async () => {
    const gateway = await givenGateway();
    void devices.add({ ...job(99, gateway.port), id: 'absent' });
    await vi.waitFor(() => expect(gateway.asked(99)).toBeGreaterThanOrEqual(3), { timeout: 10_000 });
    expect(gateway.accepted).toBe(1);
    const well = rows().filter(({ device }) => device !== 'absent');
    expect([total(well, 'pollsFailed'), total(well, 'pollsSkipped')]).toEqual([0, 0]);
  });

  it('get on with a gateway that has one connection, also while one of them is silent', async () => {
    const gateway = lifetime.add(await new GatewayPeer(UNITS, TAGS).listen());
    gateway.maxConnections = 1;
    start(gateway.port);
    await allPolled();
    gateway.silent.add(SICK);
    const asked = gateway.asked(SICK);
    await vi.waitFor(() => expect(gateway.asked(SICK)).toBeGreaterThanOrEqual(asked + 4), { timeout: 15_000 });
    await pause(TIMEOUT_MS + 500);
    gateway.silent.clear();
    await allPolled();
    expect(gateway.accepted).toBeGreaterThanOrEqual(3);
    expect([gateway.refused, gateway.mostOpen]).toEqual([0, 1]);
    expect(total(others(), 'pollsFailed')).toBe(0);
    assertValues();
  });

  it('would be turned away by such a gateway with connections of their own', async () => {
    const gateway = lifetime.add(await new GatewayPeer(UNITS, TAGS).listen());
    gateway.maxConnections = 1;
    start(gateway.port, { own_connection: true });
    await vi.waitFor(() => expect(gateway.refused).toBeGreaterThanOrEqual(9), { timeout: 10_000 });
    expect(gateway.mostOpen).toBe(1);
  });

  it('all come back over one new connection when it is reset, and lose at most the poll under way', async () => {
    const gateway = await givenGateway();
    for (let reset = 1; reset <= 5; reset++) {
      gateway.rst();
      await allPolled();
      expect(gateway.accepted).toBe(1 + reset);
    }
    expect(gateway.mostOpen).toBe(1);
    expect(total(rows(), 'pollsFailed')).toBeLessThanOrEqual(5);
    expect(total(rows(), 'pollsSkipped')).toBe(0);
    assertValues();
  });

  it('all come back when the gateway was away', async () => {
    const gateway = await givenGateway();
    await gateway.dispose();
    await vi.waitFor(() => expect(rows().every(({ status }) => status.kind === 'offline')).toBe(true), {
      timeout: 10_000,
    });
    const { accepted } = gateway;
    await gateway.listen();
    await allPolled();
    expect(gateway.accepted).toBe(accepted + 1);
    assertValues();
  });

  it('are written one after another, each write once, whatever another unit does', async () => {
    const gateway = await givenGateway();
    gateway.silent.add(SICK);
    const units = UNITS.filter((unit) => unit !== SICK);
    const writes = (): number => gateway.requests.filter(({ functionCode }) => functionCode === 6).length;
    const rounds = 20;
    for (let round = 1; round <= rounds; round++) {
      const outcomes = await Promise.all(units.slice(0, 2).map((unit) => write(unit, round)));
      expect(outcomes).toEqual([
        expect.objectContaining({ kind: 'done', verified: true, readBack: round }),
        expect.objectContaining({ kind: 'done', verified: true, readBack: round }),
      ]);
    }
    expect(writes()).toBe(2 * rounds);
    gateway.silent.add(units[2]!);
    const unknown = await write(units[2]!, 1);
    expect(['unknown', 'down']).toContain(unknown.kind);
    expect(await write(units[0]!, 0)).toMatchObject({ kind: 'done', verified: true });
    expect(writes()).toBe(2 * rounds + 1 + (unknown.kind === 'unknown' ? 1 : 0));
  });

  it('come and go without costing the others a poll; the last one closes the connection', async () => {
    const gateway = await givenGateway();
    for (const unit of UNITS.slice(1)) {
      await devices.remove(`u${unit}`);
      void devices.add(job(unit, gateway.port));
      await pause(30);
    }
    await allPolled();
    const stayed = row(UNITS[0]!);
    expect([stayed.pollsFailed, stayed.pollsSkipped]).toEqual([0, 0]);
    expect(gateway.mostOpen).toBe(1);
    await Promise.all(UNITS.map((unit) => devices.remove(`u${unit}`)));
    await eventually(() => expect(gateway.open).toBe(0));
  });
});

describe.skipIf(LibmodbusPeer.missing() !== undefined)('ten units of libmodbus behind one port', () => {
  it('are polled over exactly one connection, and again over one after a reset', async () => {
    const peer = lifetime.add(await LibmodbusPeer.start(['holding 0 002a', 'holding 40 beef'], UNITS.length));
    const proxy = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port: peer.port }).listen());
    start(proxy.port);
    await allPolled();
    await pause(1_000);
    expect([proxy.connections, proxy.open]).toEqual([1, 1]);
    expect([total(rows(), 'pollsFailed'), total(rows(), 'pollsSkipped')]).toEqual([0, 0]);
    proxy.rst();
    await allPolled();
    expect([proxy.connections, proxy.open]).toEqual([2, 1]);
    expect(new Set(batches.flatMap(({ value }) => [...value]))).toEqual(new Set([0x2a, 0xbeef]));
    expect(await write(17, 7)).toMatchObject({ kind: 'done', verified: true });
    expect(peer.words(0, 1)).toBe('0007');
  });
});
