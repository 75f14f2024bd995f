import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { opcua } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime, trackLifetimes } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { Open62541Peer, PLANT } from '../testing/open62541-peer.ts';
import { trixieMissing } from '../testing/trixie.ts';
import { ConnectGate } from './connect-gate.ts';
import { DeviceRecord } from './device-record.ts';
import { DeviceRunner } from './device-runner.ts';
import { EndpointBudget } from './endpoint-budget.ts';
import { EndpointQueue } from './endpoint-queue.ts';

const TAGS = [`${PLANT}s=counter.0`, `${PLANT}s=string`, `${PLANT}s=nothing`];
/** Long enough for the usual back-off to have grown to many seconds. */
const AWAY_MS = 20_000;
const patience = (timeout: number): { readonly timeout: number; readonly interval: number } => ({
  timeout,
  interval: 50,
});

describe.skipIf(trixieMissing('open62541') !== undefined)('a subscribed OPC UA server', () => {
  const tracking = trackLifetimes();
  let own: Lifetime;
  let peer: Open62541Peer;
  let runner: DeviceRunner;
  let batches: PointBatch[];
  beforeEach(async () => {
    own = new Lifetime('subscribed server');
    batches = [];
    peer = own.add(await Open62541Peer.start('counters=1', 'interval=200'));
    const connection = opcua.connection.parse({
      endpoint: `opc.tcp://127.0.0.1:${peer.port}`,
      sampling_interval: '50ms',
    });
    const tags = TAGS.map((address, number) => ({
      id: `t${number}`,
      driver: { address },
      rule: compileTagRule(Tag.parse({ id: `t${number}`, address }), number),
    }));
    const job = {
      ...{ id: 'd', number: 0, protocol: 'opcua', endpoint: 'peer', connection, tags },
      ...{ pollIntervalMs: 1_000, simulated: false },
    };
    runner = own.add(
      new DeviceRunner(job, opcua as never, {
        clock: systemClock,
        logger: silentLogger,
        random: () => 0.5,
        queue: new EndpointQueue(systemClock),
        budget: new EndpointBudget(),
        gate: new ConnectGate(16, systemClock),
        record: new DeviceRecord(systemClock),
        onBatch: (batch) => void batches.push(batch),
        onStatus: () => {},
      }),
    );
    await vi.waitFor(() => expect(of(0).length).toBeGreaterThan(3), patience(10_000));
  });
  afterEach(async () => {
    await own.dispose();
    expect(tracking.leaked()).toEqual([]);
  });

  /** The points of a tag. */
  const of = (tag: number): { readonly us: number; readonly status: number; readonly value: number }[] =>
    batches.flatMap((batch) =>
      [...batch.tag].flatMap((one, i) =>
        one === tag ? [{ us: batch.timeUs[i]!, status: batch.status[i]!, value: batch.value[i]! }] : [],
      ),
    );
  const isBad = ({ status }: { readonly status: number }): boolean => status >>> 30 >= 2;

  it('sends every step of a counter, a text once, and names the node that it does not have', async () => {
    await vi.waitFor(() => expect(of(0).length).toBeGreaterThan(15), patience(10_000));
    const values = of(0).map(({ value }) => value);
    values.slice(1).forEach((value, i) => expect(value - values[i]!).toBe(1));
    expect(of(1)).toHaveLength(1);
    expect(of(2).every(isBad)).toBe(true);
    const health = runner.health();
    expect(health).toMatchObject({ mode: 'subscribed', tagsGood: 2, status: { kind: 'connected' } });
    expect(health.tagFaults).toMatchObject([{ tag: 't2', text: expect.stringContaining('BadNodeIdUnknown') }]);
    expect(health.updatesPerSecond).toBeGreaterThan(2);
  });

  it('is looked through over its own session, and a refusal harms nothing', async () => {
    const found = await runner.browse({ kind: 'below', address: '' });
    expect(found?.nodes.find(({ name }) => name === 'counter.0')).toMatchObject({
      address: `${PLANT}s=counter.0`,
      dataType: 'float64',
    });
    await expect(runner.browse({ kind: 'below', address: `${PLANT}s=nothing` })).rejects.toMatchObject({
      code: 'NX_DRIVER_REJECTED',
    });
    await expect(runner.browse({ kind: 'below', address: 'nothing' })).rejects.toMatchObject({
      code: 'NX_ADDRESS_SYNTAX',
    });
    const before = of(0).length;
    await vi.waitFor(() => expect(of(0).length).toBeGreaterThan(before + 5), patience(10_000));
    expect(of(0).some(isBad)).toBe(false);
    await peer.kill();
    await vi.waitFor(() => expect(runner.health().status.kind).not.toBe('connected'), patience(10_000));
    expect(await runner.browse({ kind: 'below', address: '' })).toBeUndefined();
  });

  it('sends values again within two seconds of its server being back, however long that was away', async () => {
    await peer.kill();
    await systemClock.sleep(AWAY_MS);
    await vi.waitFor(() => expect(runner.health().status.kind).toBe('offline'), patience(5_000));
    const good = (): number => of(0).filter((point) => !isBad(point)).length;
    const before = good();
    await peer.restart('counters=1', 'interval=200');
    const upMs = performance.now();
    await vi.waitFor(() => expect(good()).toBeGreaterThan(before), patience(10_000));
    // Half a second more for a busy machine.
    expect(performance.now() - upMs).toBeLessThan(2_500);
  }, 60_000);

  it('is lost within ten seconds when it stands still, and what did not change ends its gap when it is back', async () => {
    peer.stop();
    const stoppedMs = performance.now();
    await vi.waitFor(() => expect(isBad(of(0).at(-1)!)).toBe(true), patience(15_000));
    expect(performance.now() - stoppedMs).toBeLessThan(10_500);
    const gap = of(1).at(-1)!;
    expect(gap.status).toBe(STATUS.BadNoCommunication);
    await peer.restart('counters=1', 'interval=200');
    await vi.waitFor(() => expect(isBad(of(1).at(-1)!)).toBe(false), patience(40_000));
    expect(of(1)).toHaveLength(3);
    expect(of(1).at(-1)!.us).toBeGreaterThan(gap.us);
    expect(runner.health().status.kind).toBe('connected');
  }, 70_000);
});
