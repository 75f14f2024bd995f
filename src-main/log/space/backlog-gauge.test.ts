import { describe, expect, it } from 'vitest';
import { counterFrame } from '../counter-frame.ts';
import { FaultyDisk } from '../faulty-disk.ts';
import { LogWriter } from '../log-writer.ts';
import { BacklogGauge } from './backlog-gauge.ts';

const TAGS = [1, 2, 3, 4, 5];
const START_US = 1e15;
const STEP_US = 1e6;

/** A log of so many batches of five points, one a second. */
function givenLog(disk: FaultyDisk, batches: number): { head: LogWriter['head']; closed: LogWriter['room']['closed'] } {
  let nowUs = START_US;
  const writer = new LogWriter(disk, { segmentBytes: 4_096, queueBytes: 1e6, wallUs: () => nowUs });
  writer.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  for (let n = 0; n < batches; n++, nowUs += STEP_US) {
    writer.append(counterFrame(1, TAGS, n, nowUs), TAGS.length);
    writer.commit();
  }
  return { head: writer.head, closed: writer.room.closed };
}

describe('what waits in the log for a sink', () => {
  it('is counted in points and bytes, with the time of the oldest', () => {
    const disk = new FaultyDisk();
    const { head, closed } = givenLog(disk, 200);
    expect(closed.length).toBeGreaterThan(5);
    const nowUs = START_US + 200 * STEP_US;
    const all = closed.reduce((sum, { bytes }) => sum + bytes, head.offset);
    const places = [
      { sink: 'none', segment: 1, points: 0 },
      { sink: 'half', segment: 1 + Math.floor(closed.length / 2), points: 500 },
      { sink: 'whole', segment: head.segment, points: 1_000 },
    ];
    const [none, half, whole] = new BacklogGauge(disk).measure(places, closed, head, nowUs);
    expect(none).toEqual({ sink: 'none', points: 1_000, bytes: all, oldestUs: START_US });
    expect(half!.points).toBe(500);
    expect(half!.bytes / all).toBeCloseTo(0.5, 1);
    expect(Math.abs(half!.oldestUs! - (START_US + 100 * STEP_US))).toBeLessThan(3 * STEP_US);
    expect(whole).toEqual({ sink: 'whole', points: 0, bytes: 0, oldestUs: undefined });
  });

  it('is what the log still has, where its oldest segments were given up', () => {
    const disk = new FaultyDisk();
    const { head, closed } = givenLog(disk, 200);
    const kept = closed.slice(3);
    for (const { ordinal } of closed.slice(0, 3)) disk.remove(ordinal);
    const [backlog] = new BacklogGauge(disk).measure([{ sink: 'old', segment: 1, points: 10 }], kept, head, START_US);
    expect(backlog!.points).toBeLessThan(990);
    expect(backlog!.points % TAGS.length).toBe(0);
    expect(backlog!.bytes).toBe(kept.reduce((sum, { bytes }) => sum + bytes, head.offset));
  });
});
