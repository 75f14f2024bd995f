import { describe, expect, it } from 'vitest';
import { findDriver } from '../../drivers/registry.ts';
import { planOfForm } from './plan-of-form.ts';
import { readPlanView } from './read-plan-view.ts';

function planned(
  protocol: string,
  connection: object,
  tags: readonly (readonly [id: string, address: string, ms?: number])[],
) {
  const manifest = findDriver(protocol);
  return {
    manifest,
    connection: manifest.connection.parse({ host: '127.0.0.1', ...connection }),
    intervalMs: 1_000,
    tags: tags.map(([id, address, pollIntervalMs]) => ({ id, driver: { address }, pollIntervalMs })),
  };
}

describe('the read plan of a device', () => {
  it('names the tags in every range and the room between them', () => {
    const { groups, limits, mode } = readPlanView(
      planned('modbus-tcp', { max_gap: 4 }, [
        ['a', 'HR10'],
        ['b', 'HR13'],
      ]),
      null,
    );
    expect([mode, limits]).toEqual(['polled', '125 registers or 2000 bits a request, gaps up to 4 registers']);
    expect(groups[0]!.requests[0]!.ranges).toEqual([
      { area: 'holding', cell: 'register', start: 10, count: 4, tags: ['a', 'b'], gaps: [{ start: 11, count: 2 }] },
    ]);
    expect(groups[0]!.requests[0]!.bytes).toEqual({ read: 8, wasted: 4, capacity: 250 });
  });

  it('predicts how long each pace takes from what polls took', () => {
    const device = planned('modbus-tcp', { max_gap: 0 }, [
      ['a', 'HR0'],
      ['b', 'HR50'],
      ['c', 'HR99', 500],
    ]);
    const plan = readPlanView(device, 12);
    // Polls at 500 ms come twice as often: 1 request twice, 2 requests once, so 4/3 a poll.
    expect(plan.requestMs).toBeCloseTo(9);
    expect(
      plan.groups.map(({ intervalMs, cycleMs, requests }) => [intervalMs, Math.round(cycleMs!), requests.length]),
    ).toEqual([
      [500, 9, 1],
      [1_000, 18, 2],
    ]);
    expect(plan.load).toBeCloseTo(9 / 500 + 18 / 1_000);
    expect(readPlanView(device, null)).toMatchObject({ requestMs: null, load: null });
  });

  it('suggests the shortest gap that saves a request, and says what it costs', () => {
    const plan = readPlanView(
      planned('modbus-tcp', { max_gap: 2 }, [
        ['a', 'HR0'],
        ['b', 'HR10'],
        ['c', 'HR60'],
      ]),
      null,
    );
    expect(plan.suggestion).toEqual({ maxGap: 9, requests: 2, requestsNow: 3, wastedBytes: 18 });
    expect(
      readPlanView(
        planned('modbus-tcp', { max_gap: 9 }, [
          ['a', 'HR0'],
          ['b', 'HR10'],
        ]),
        null,
      ).suggestion,
    ).toBeNull();
    const apart = planned('modbus-tcp', {}, [
      ['a', 'HR0'],
      ['b', 'HR9000'],
      ['c', 'C5'],
    ]);
    expect(readPlanView(apart, null).suggestion).toBeNull();
  });

  it('is there for every protocol, and has no places where tags have names', () => {
    const s7 = readPlanView(
      planned('s7', {}, [
        ['a', 'DB1.DBD0:REAL'],
        ['b', 'MW4'],
      ]),
      5,
    );
    expect(s7.groups[0]!.requests[0]!.ranges.map(({ area, tags }) => [area, tags])).toEqual([
      ['DB1', ['a']],
      ['M', ['b']],
    ]);
    const opcua = findDriver('opcua');
    const connection = opcua.connection.parse({ endpoint: 'opc.tcp://127.0.0.1:4840' });
    const tags = [{ id: 'a', driver: { address: 'ns=2;s=A' }, pollIntervalMs: undefined }];
    const plan = readPlanView({ manifest: opcua, connection, intervalMs: 1_000, tags }, 5);
    expect(plan).toMatchObject({ mode: 'subscribed', requestMs: null, suggestion: null });
    expect(plan.groups[0]!.requests.every(({ ranges, bytes }) => ranges.length === 0 && bytes === null)).toBe(true);
  });

  it('is that of the running device where it runs, without the tags that were refused', () => {
    const device = planned('modbus-tcp', {}, [
      ['a', 'HR0'],
      ['b', 'HR1'],
    ]);
    expect(readPlanView(device, null)).toMatchObject({ source: 'configuration', refused: 0 });
    const summary = { requests: [{ text: 'one', tags: 1, ranges: [] }], limits: 'little' };
    const running = readPlanView(device, 4, [{ intervalMs: 1_000, tags: ['a', 'b'], summary }]);
    expect(running).toMatchObject({ source: 'running', refused: 1, limits: 'little', requestMs: 4 });
    expect(running.groups[0]!.requests.map(({ text }) => text)).toEqual(['one']);
  });

  it('has tags of other bounds in groups of their own, with the period of now where they run', () => {
    const form = {
      protocol: 'modbus-tcp',
      connection: { unit_id: 1 },
      adaptive_polling: { fastest: '200ms', slowest: '10s' },
      tags: [
        { id: 'a', address: '40001' },
        { id: 'b', address: '40002', poll_interval: '1s' },
        { id: 'c', address: '40003', poll_interval: '1s', adaptive_polling: { slowest: '1m' } },
        { id: 'd', address: '40004', adaptive_polling: { slowest: 'never' } },
      ],
    };
    const bounds = { fastestMs: 200, slowestMs: 10_000 };
    expect(planOfForm(form, null).groups.map(({ bounds: own, tags }) => [tags, own])).toEqual([
      // Bounds that cannot be read are as if they were not there.
      [2, bounds],
      [1, undefined],
      [1, { fastestMs: 1_000, slowestMs: 60_000 }],
    ]);
    const summary = { requests: [{ text: 'one', tags: 1, ranges: [] }], limits: 'little' };
    const device = planned('modbus-tcp', {}, [['a', 'HR0']]);
    const running = readPlanView(device, 4, [{ intervalMs: 400, bounds, tags: ['a'], summary }]);
    expect(running.groups).toMatchObject([{ intervalMs: 400, bounds, tags: 1 }]);
    expect(running.load).toBeCloseTo(4 / 400);
  });

  it('of a form leaves out tags that have faults or are switched off', () => {
    const form = {
      protocol: 'modbus-tcp',
      connection: { unit_id: 1 },
      poll_interval: '2s',
      tags: [
        { id: 'a', address: '40001' },
        { id: 'b', address: 'nowhere' },
        { id: 'c', address: '40002', enabled: false },
        { id: 'd', address: '40003', poll_interval: '250ms' },
      ],
    };
    const { groups } = planOfForm(form, null);
    expect(
      groups.map(({ intervalMs, requests }) => [intervalMs, requests.flatMap(({ ranges }) => ranges[0]!.tags)]),
    ).toEqual([
      [250, ['d']],
      [2_000, ['a']],
    ]);
    expect(() => planOfForm({ protocol: 'telex' }, null)).toThrow(
      expect.objectContaining({ code: 'NX_DRIVER_UNKNOWN_PROTOCOL' }),
    );
  });
});
