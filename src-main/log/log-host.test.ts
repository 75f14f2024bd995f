import { describe, expect, it } from 'vitest';
import { silentLogger } from '../kernel/logger.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { counterFrame } from './counter-frame.ts';
import { readAll } from './counter-log.ts';
import { FaultyDisk } from './faulty-disk.ts';
import { LogHost } from './log-host.ts';
import type { FromLogHost } from './log-messages.ts';
import { LogWriter } from './log-writer.ts';
import { BacklogGauge } from './space/backlog-gauge.ts';
import type { LogRoomOptions } from './space/log-room.ts';
import type { LogState } from './space/log-state.ts';
import { SegmentCompressor } from './space/segment-compressor.ts';

const SEGMENT = 4_096;
const ROOM = { budgetBytes: 40_960, lowDiskBytes: 30_000 };

/** A log host on a disk and a clock of the test; batch n holds the counter n. */
class HostRun {
  readonly disk: FaultyDisk;
  readonly clock: FakeClock;
  readonly told: FromLogHost[] = [];
  readonly writer: LogWriter;
  readonly host: LogHost;
  n = 0;

  constructor(options: { disk?: FaultyDisk; clock?: FakeClock; room?: Partial<LogRoomOptions>; from?: number } = {}) {
    const { disk = new FaultyDisk(), clock = new FakeClock(), from = 0 } = options;
    [this.disk, this.clock, this.n] = [disk, clock, from];
    const wallUs = (): number => clock.wallUs();
    const room = { ...ROOM, ...options.room };
    this.writer = new LogWriter(disk, { segmentBytes: SEGMENT, queueBytes: 4_000, wallUs, room });
    const engine = { tell: (message: unknown) => void this.told.push(message as FromLogHost), logger: silentLogger };
    this.host = new LogHost(this.writer, engine, clock, {
      compressor: new SegmentCompressor(disk),
      gauge: new BacklogGauge(disk),
      wallUs,
    });
    this.host.open();
    this.host.names(
      [[1, 'device 1']],
      [
        [1, 'tag 1'],
        [2, 'tag 2'],
      ],
    );
  }

  append(batches: number): void {
    for (let i = 0; i < batches; i++) this.host.append([counterFrame(1, [1, 2], this.n++, this.clock.wallUs())], [2]);
  }

  /** Appends ten batches every 200 ms. */
  async produce(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 200) {
      this.append(10);
      await this.clock.advance(200);
    }
  }

  of<Type extends FromLogHost['type']>(type: Type): Extract<FromLogHost, { type: Type }>[] {
    return this.told.filter((message): message is Extract<FromLogHost, { type: Type }> => message.type === type);
  }

  get state(): LogState {
    return this.of('state').at(-1)!.state;
  }

  points(type: 'accepted' | 'rejected'): number {
    return this.of(type).reduce((sum, { points }) => sum + points, 0);
  }
}

describe('what the log host tells of its room', () => {
  it('is told at the start, then when it changes and at most once a second', async () => {
    const run = new HostRun();
    expect(run.state).toMatchObject({ kind: 'ok', usedBytes: 0, budgetBytes: 40_960, droppedPoints: 0 });
    await run.clock.advance(5_000);
    expect(run.of('state').length).toBe(1);
    await run.produce(3_000);
    expect(run.of('state').length).toBeGreaterThan(1);
    expect(run.of('state').length).toBeLessThanOrEqual(4);
    await run.host.stop();
    expect(run.clock.pending).toBe(0);
  });

  it('foretells when the budget will be used up, asks sinks to let go, and then says what it drops', async () => {
    const run = new HostRun();
    while (run.state.kind === 'ok') await run.produce(1_000);
    const { kind, secondsToFull, usedBytes } = run.state;
    expect([kind, usedBytes > 32_000, secondsToFull! > 0, secondsToFull! < 10]).toEqual([
      'near-full',
      true,
      true,
      true,
    ]);
    expect(run.of('pressure').at(-1)!.belowOrdinal).toBe(run.writer.room.pressureBelow);
    await run.produce(20_000);
    expect(run.state.kind).toBe('dropping');
    expect(run.state.droppedPoints).toBe(run.writer.room.droppedPoints);
    expect(run.state.text).toContain(`${run.state.droppedPoints.toLocaleString('en')} points so far`);
    run.host.trim(run.writer.head.segment);
    await run.clock.advance(4_000);
    expect(run.state.kind).toBe('ok');
    expect(run.points('accepted')).toBe(run.n * 2);
    await run.host.stop();
  });

  it('is full while the disk takes nothing, polling goes on, and normal soon after the room is back', async () => {
    const run = new HostRun({ room: { ballastBytes: 0 } });
    run.disk.capacityBytes = 200_000;
    await run.produce(1_000);
    run.disk.neighbourBytes = run.disk.space().freeBytes;
    await run.produce(10_000);
    expect(run.state).toMatchObject({ kind: 'full', freeBytes: expect.any(Number) });
    expect(run.state.freeBytes).toBeLessThan(SEGMENT);
    expect(run.points('rejected')).toBeGreaterThan(0);
    expect(run.points('accepted') + run.points('rejected') + run.writer.queuedPoints).toBe(run.n * 2);
    run.disk.neighbourBytes = 0;
    await run.produce(2_000);
    expect(run.state.kind).toBe('ok');
    await run.host.stop();
    expect(run.points('accepted') + run.points('rejected')).toBe(run.n * 2);
  });

  it('is a fault for a moment when a sync goes wrong once, and until it works again when it goes on', async () => {
    const run = new HostRun({ room: { budgetBytes: 1e6 } });
    await run.produce(1_000);
    run.disk.failingSyncs = 1;
    await run.produce(2_000);
    expect(run.state.kind).toBe('fault');
    await run.produce(4_000);
    expect(run.state.kind).toBe('ok');
    run.disk.failingSyncs = Number.POSITIVE_INFINITY;
    await run.produce(10_000);
    expect(run.state).toMatchObject({ kind: 'fault', text: expect.stringContaining('EIO') });
    run.disk.failingSyncs = 0;
    await run.produce(5_000);
    expect(run.state.kind).toBe('ok');
    await run.host.stop();
    const { numbers, reader } = readAll(run.disk, run.writer.head);
    expect(numbers.length * 2).toBe(run.points('accepted'));
    expect(reader.missingPoints).toBe(0);
  });

  it('says that it refuses where the oldest values are to be kept', async () => {
    const run = new HostRun({ room: { whenFull: 'reject_new' } });
    await run.produce(20_000);
    expect(run.state.kind).toBe('full');
    expect(run.of('rejected').at(-1)!.reason).toBe('full');
    run.host.trim(run.writer.head.segment);
    await run.produce(2_000);
    expect(run.state.kind).toBe('ok');
    await run.host.stop();
  });
});

describe('the log host and the wall clock', () => {
  it('tells a step, and begins a new epoch after a step back only: no stamp is given out twice in one', async () => {
    const run = new HostRun();
    await run.produce(1_000);
    run.clock.stepWall(3_600e6);
    await run.produce(1_000);
    run.clock.stepWall(-2 * 3_600e6);
    await run.produce(1_000);
    run.clock.stepWall(-400_000);
    await run.produce(1_000);
    await run.host.stop();
    expect(run.of('clock-step')).toEqual([
      { type: 'clock-step', byMs: 3_600_000, epoch: 0 },
      { type: 'clock-step', byMs: -7_200_000, epoch: 1 },
    ]);
    const { numbers, epochs } = readAll(run.disk, run.writer.head);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(epochs).toEqual(numbers.map((n) => (n < 100 ? 0 : 1)));
  });

  it('sees a step while nothing is written within a second', async () => {
    const run = new HostRun();
    run.clock.stepWall(-1_000_000);
    await run.clock.advance(1_000);
    expect(run.of('clock-step')).toEqual([{ type: 'clock-step', byMs: -1_000, epoch: 1 }]);
    await run.host.stop();
  });

  it('goes on in the highest epoch after a start, and in a new one when the clock was set back meanwhile', async () => {
    const first = new HostRun();
    await first.produce(400);
    first.clock.stepWall(-10e6);
    await first.produce(400);
    await first.host.stop();
    const second = new HostRun({ disk: first.disk, clock: first.clock, from: first.n });
    expect([second.writer.epoch, second.of('clock-step')]).toEqual([1, []]);
    await second.produce(400);
    await second.host.stop();
    second.clock.stepWall(-60e6);
    const third = new HostRun({ disk: first.disk, clock: first.clock, from: second.n });
    expect(third.of('clock-step')).toEqual([{ type: 'clock-step', byMs: expect.any(Number), epoch: 2 }]);
    expect(third.of('clock-step')[0]!.byMs).toBeLessThan(-59_000);
    await third.produce(400);
    await third.host.stop();
    expect(new Set(readAll(first.disk, third.writer.head).epochs)).toEqual(new Set([0, 1, 2]));
  });
});

describe('points that are rejected', () => {
  it('leave a gap, also those that never reached the host', async () => {
    const run = new HostRun();
    await run.produce(1_000);
    const lost = { fromUs: 5, toUs: 9, reason: 'dropped', points: 12, devices: new Map([['device 1', 5]]) } as const;
    run.host.lost(lost);
    await run.clock.advance(200);
    expect(readAll(run.disk, run.writer.head).gaps).toEqual([lost]);
    expect(run.of('accepted').at(-1)).toMatchObject({ points: 0, head: run.writer.head });
    await run.host.stop();
  });
});
