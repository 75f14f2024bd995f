import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DrillResult } from '../../../src-shared/contract/drill.ts';
import { emptyBatch, type PointBatch } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { BacklogSamples } from './backlog-samples.ts';
import { BusLedger } from './bus-ledger.ts';
import { compareWay, type FarEnd } from './compare-way.ts';
import { deviceFindings } from './device-findings.ts';
import { DeviceWatch } from './device-watch.ts';
import { DrillStore } from './drill-store.ts';
import { sinkFindings } from './sink-findings.ts';
import { SinkTrack } from './sink-track.ts';
import { brokerFindings } from './way-findings.ts';

const T0 = 1_790_000_000_000_000;

const batch = (rows: readonly (readonly [tag: number, us: number, status?: number])[], more = {}): PointBatch => ({
  ...emptyBatch(),
  count: rows.length,
  receivedUs: T0 + Math.max(...rows.map(([, us]) => us)),
  tag: Uint32Array.from(rows, ([tag]) => tag),
  timeUs: Float64Array.from(rows, ([, us]) => T0 + us),
  value: new Float64Array(rows.length),
  status: Uint32Array.from(rows, ([, , status = STATUS.Good]) => status),
  ...more,
});

describe('what was read while a drill runs', () => {
  it('is counted for those who are to have it: published, stored, neither', () => {
    const ledger = new BusLedger(T0, 2);
    ledger.take(
      batch([
        [0, 1],
        [1, 1],
      ]),
    );
    ledger.take(batch([[0, 2]], { reach: 'history' }));
    ledger.take(batch([[0, 3]], { reach: 'live' }));
    ledger.take(batch([[0, 4]], { origin: 'remote' }));
    expect([ledger.published.of(0).count, ledger.stored.of(0).count, ledger.published.of(1).count]).toEqual([1, 2, 1]);
  });

  it('names tags whose source has a clock of its own', () => {
    const ledger = new BusLedger(T0, 2);
    ledger.take({
      ...batch([
        [0, 5_000_000],
        [1, 10],
      ]),
      receivedUs: T0 + 10,
    });
    expect([...ledger.ahead]).toEqual([0]);
  });
});

describe('a comparison of both ends', () => {
  const sent = { count: 10, sum: 45, behind: 0 };
  const whole: FarEnd = { count: 10, sum: 45, late: 0, twice: 0 };
  const faults = (got: Partial<FarEnd>, from = sent) => compareWay([{ sent: from, got: { ...whole, ...got } }]);

  it('finds nothing where everything came once and in order', () => {
    expect(faults({})).toEqual({ tags: 1, points: 10, lost: 0, invented: 0, late: 0, twice: 0, faulty: undefined });
  });

  it('finds one point too few, one too many, one late, one twice, and one for another', () => {
    expect(faults({ count: 9, sum: 40 })).toMatchObject({ lost: 1, faulty: 0 });
    expect(faults({ count: 11 })).toMatchObject({ invented: 1, lost: 0 });
    expect(faults({ count: 9, late: 1 })).toMatchObject({ lost: 0, late: 1 });
    expect(faults({ twice: 2 })).toMatchObject({ twice: 2 });
    expect(faults({ sum: 46 })).toMatchObject({ lost: 1, invented: 1 });
  });

  it('leaves alone what the source itself sent out of order', () => {
    expect(faults({ late: 2, sum: 50 }, { ...sent, behind: 2 })).toMatchObject({ lost: 0, invented: 0, late: 0 });
  });
});

describe('a sink in a drill', () => {
  const track = (end: { queued: number; delivered: number }): SinkTrack => {
    const sink = new SinkTrack('mqtt');
    for (let s = 0; s < 3; s++) sink.sample({ atMs: s * 1_000, isConnected: true, queued: 10, delivered: s * 100 });
    sink.cutAt(3_000);
    sink.sample({ atMs: 3_200, isConnected: false, queued: 30, delivered: 200 });
    sink.sample({ atMs: 8_000, isConnected: false, queued: 500, delivered: 200 });
    sink.restoredAt(8_000);
    sink.sample({ atMs: 9_000, isConnected: true, queued: 400, delivered: 300 });
    sink.sample({ atMs: 10_000, isConnected: true, ...end });
    return sink;
  };
  const counts = { sink: 'mqtt', before: 0, delivered: 900, queued: 0, dropped: 0, quarantined: 0 };
  const seen = (sink: SinkTrack, more = {}) =>
    sinkFindings({
      ...{ track: sink, title: 'Broker', before: counts, after: counts, accepted: 900, hasSockets: true },
      ...{ cut: { isCut: false, changedUs: 0, ended: 2, turnedAway: 3 }, deadlineMs: 60_000, ...more },
    });
  const failed = (findings: ReturnType<typeof seen>): string[] =>
    findings.filter(({ verdict }) => verdict === 'fail').map(({ property }) => property);

  it('is followed from the cut to the moment when nothing waits any more', () => {
    const { figures } = track({ queued: 20, delivered: 900 });
    expect(figures).toEqual({
      most: 500,
      noticedMs: 200,
      backMs: 1_000,
      firstMs: 1_000,
      drainMs: 2_000,
      perSecond: 350,
    });
    expect(failed(seen(track({ queued: 20, delivered: 900 })))).toEqual([]);
  });

  it('fails where it does not catch up, where nothing was cut, and where the balance is not even', () => {
    expect(failed(seen(track({ queued: 5_000, delivered: 350 })))).toEqual(['Caught up']);
    const good = track({ queued: 20, delivered: 900 });
    expect(failed(seen(good, { cut: { isCut: false, changedUs: 0, ended: 0, turnedAway: 0 } }))).toEqual([
      'Connections cut',
    ]);
    expect(failed(seen(good, { accepted: 901 }))).toEqual(['Balance, accepted less accounted for']);
    expect(failed(seen(good, { after: { ...counts, dropped: 5, delivered: 895 } }))).toEqual(['Given up by the log']);
  });

  it('may deliver again what was on its way, and not more', () => {
    const check = compareWay([]);
    const about = { check, repeatedPoints: 0, undecoded: 0, problem: '', isLiveFirst: false, faulty: '' };
    const verdict = (repeatedMessages: number) =>
      brokerFindings('Broker', { ...about, repeatedMessages, window: 1_000 }).find(
        ({ property }) => property === 'Delivered twice',
      )!.verdict;
    expect([verdict(1_000), verdict(1_001)]).toEqual(['pass', 'fail']);
  });
});

describe('a device in a drill', () => {
  const BAD = STATUS.BadNoCommunication;
  const cut = (): DeviceWatch => {
    const watch = new DeviceWatch('plc', [1]);
    watch.take(batch([[1, 0]]));
    watch.cutAt(T0 + 1_000_000);
    return watch;
  };
  const failed = (watch: DeviceWatch): string[] =>
    deviceFindings('PLC', watch.figures)
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ property }) => property);

  it('shows one gap with two ends', () => {
    const watch = cut();
    watch.take(batch([[1, 1_500_000, BAD]]));
    watch.restoredAt(T0 + 6_000_000);
    expect(watch.isBack).toBe(false);
    watch.take(batch([[1, 7_000_000]]));
    expect(watch.isBack).toBe(true);
    expect(watch.figures).toMatchObject({ once: 1, invented: 0, noticedMs: 500, backMs: 1_000 });
    expect(failed(watch)).toEqual([]);
  });

  it('is found out where it shows a value from within the cut', () => {
    const watch = cut();
    watch.take(batch([[1, 1_500_000, BAD]]));
    watch.take(batch([[1, 2_000_000]]));
    watch.take(batch([[1, 2_500_000, BAD]]));
    watch.restoredAt(T0 + 6_000_000);
    watch.take(batch([[1, 7_000_000]]));
    expect(watch.figures).toMatchObject({ invented: 1, flapped: 1 });
    expect(failed(watch)).toEqual(
      expect.arrayContaining(['Usable values from within the cut', 'Marked Bad more than once']),
    );
  });

  it('is found out where it keeps its last value as if nothing had been, and where it stays away', () => {
    const kept = cut();
    kept.restoredAt(T0 + 6_000_000);
    kept.take(batch([[1, 7_000_000]]));
    expect(failed(kept)).toContain('Shown as usable throughout');
    const away = cut();
    away.take(batch([[1, 1_500_000, BAD]]));
    away.restoredAt(T0 + 6_000_000);
    expect(failed(away)).toContain('Not usable again');
  });
});

describe('samples of a backlog', () => {
  it('stay few, however long it takes', () => {
    const samples = new BacklogSamples(['mqtt', 'historian']);
    for (let at = 0; at < 20_000; at++) samples.add(at / 5, [at, 0]);
    const { atS, points } = samples.view;
    expect(atS.length).toBeLessThanOrEqual(480);
    expect(atS.length).toBeGreaterThan(200);
    expect(points[0]!.length).toBe(atS.length);
    expect(points[0]!.at(-1)! / 5).toBeCloseTo(atS.at(-1)!, 1);
  });
});

describe('results of drills', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-drills-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const result = (id: string): DrillResult => ({
    ...{
      id,
      state: 'passed',
      text: 'Passed.',
      targets: [],
      forS: 10,
      actor: 'ada',
      reason: '',
      startedUs: T0,
      endedUs: T0,
    },
    ...{ project: 'P', gateway: 'g', version: '1', revision: 1, cutUs: null, restoredUs: null, findings: [] },
    backlog: { sinks: [], atS: [], points: [] },
  });

  it('are listed newest first, one that cannot be read is passed over, and names lead nowhere else', async () => {
    const store = new DrillStore(folder, silentLogger);
    expect(await store.list()).toEqual([]);
    const [first, second] = [DrillStore.idOf(T0 / 1_000, 'aaaa'), DrillStore.idOf(T0 / 1_000 + 60_000, 'bbbb')];
    await store.save(result(first));
    await store.save(result(second));
    writeFileSync(join(folder, `${DrillStore.idOf(0, 'cccc')}.json`), '{');
    expect((await store.list()).map(({ id }) => id)).toEqual([second, first]);
    expect((await store.get(first)).state).toBe('passed');
    await expect(store.get('../../nexus')).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });
});
