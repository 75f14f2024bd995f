import { describe, expect, it } from 'vitest';
import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { type Delivery, PushedNormaliser } from './normalise-pushed.ts';
import { compileTagRule } from './tag-rule.ts';

const T0 = 1_700_000_000_000_000;
const SECOND = 1_000_000;

function givenTags(...tags: readonly Record<string, unknown>[]): PushedNormaliser {
  const rules = tags.map((tag, number) =>
    compileTagRule(Tag.parse({ id: `t${number}`, address: 'x', ...tag }), number + 10),
  );
  return new PushedNormaliser({ device: 5, rules, simulated: false });
}

type Reading = readonly [row: number, timeUs: number, value: number | string | bigint | Uint8Array, status?: number];

function delivery(...readings: readonly Reading[]): Delivery {
  const cells = readings.flatMap(([, , value], row): TypedCell[] => {
    if (typeof value === 'string') return [{ row, kind: 'string', value }];
    if (typeof value === 'bigint') return [{ row, kind: 'int64', value }];
    return typeof value === 'object' ? [{ row, kind: 'bytes', value }] : [];
  });
  const number = (value: Reading[2]): number => (typeof value === 'number' ? value : Number.NaN);
  // Columns are longer than what counts of them.
  return {
    count: readings.length,
    row: Uint32Array.from([...readings.map(([row]) => row), 7]),
    timeUs: Float64Array.from([...readings.map(([, time]) => time), 7]),
    value: Float64Array.from([...readings.map(([, , value]) => number(value)), 7]),
    status: Uint32Array.from([...readings.map(([, , , status]) => status ?? 0), 7]),
    cells,
  };
}

/** `tag@seconds=value`, in order. */
const told = (batch: PointBatch | undefined): string[] =>
  batch
    ? [...batch.tag].map((tag, i) => {
        const cell = batch.cells?.find(({ row }) => row === i);
        return `${tag}@${(batch.timeUs[i]! - T0) / SECOND}=${cell ? String(cell.value) : batch.value[i]}`;
      })
    : [];

describe('what a device sends by itself', () => {
  it('becomes one batch with the times it was sent with, a tag several times and backwards too', () => {
    const batch = givenTags({}, { scale: 0.5 }).take(
      delivery([1, T0 + SECOND, 8], [0, T0, 3], [1, T0 + 2 * SECOND, 10], [0, T0 - 5 * SECOND, 4]),
      T0 + 9 * SECOND,
    );
    expect(told(batch)).toEqual(['11@1=4', '10@0=3', '11@2=5', '10@-5=4']);
    expect(batch).toMatchObject({ count: 4, device: 5, origin: 'local', receivedUs: T0 + 9 * SECOND });
  });

  it('is stamped with the time of receipt where the device gave none', () => {
    expect(told(givenTags({}).take(delivery([0, Number.NaN, 3]), T0 + SECOND))).toEqual(['10@1=3']);
  });

  it('grows with the largest delivery and mixes none with the next', () => {
    const normaliser = givenTags({});
    const many = Array.from({ length: 1_000 }, (_, i): Reading => [0, T0 + i, i]);
    expect([...normaliser.take(delivery(...many), T0)!.value]).toEqual(many.map(([, , value]) => value));
    expect(told(normaliser.take(delivery([0, T0 + 2 * SECOND, 7]), T0))).toEqual(['10@2=7']);
  });

  it('is clamped, flagged, and has no value where it is Bad', () => {
    const normaliser = givenTags({ clamp_high: 100 });
    const batch = normaliser.take(delivery([0, T0, 120], [0, T0 + 1, 5, STATUS.BadDeviceFailure]), T0)!;
    expect([...batch.value]).toEqual([100, Number.NaN]);
    expect([...batch.status]).toEqual([STATUS.GoodClamped, STATUS.BadDeviceFailure]);
    expect([...batch.flags!]).toEqual([2, 0]);
  });

  it('keeps texts and exact integers with their rows, and drops the exact cell of a scaled one', () => {
    const normaliser = givenTags({ deadband: { absolute: 1 } }, {}, { scale: 2 });
    const big = 2n ** 62n;
    normaliser.take(delivery([0, T0, 1]), T0);
    const batch = normaliser.take(delivery([0, T0 + 1, 1.5], [1, T0, 'RUN'], [2, T0, big], [1, T0 + SECOND, big]), T0)!;
    expect(batch.cells).toEqual([
      { row: 0, kind: 'string', value: 'RUN' },
      { row: 2, kind: 'int64', value: big },
    ]);
    expect([...batch.tag]).toEqual([11, 12, 11]);
  });
});

describe('a reading that is sent again', () => {
  it.each<[string, Reading]>([
    ['number', [0, T0, 3]],
    ['text', [0, T0, 'RUN']],
    ['big integer', [0, T0, 2n ** 60n]],
    ['byte string', [0, T0, new Uint8Array([1, 2])]],
    ['Bad one', [0, T0, 0, STATUS.BadDeviceFailure]],
  ])('is no news while time, value and status are those of the last: %s', (_what, reading) => {
    const normaliser = givenTags({});
    expect(normaliser.take(delivery(reading), T0)?.count).toBe(1);
    expect(normaliser.take(delivery(reading), T0 + SECOND)).toBeUndefined();
  });

  it.each<[string, Reading]>([
    ['time', [0, T0 + 1, 3]],
    ['value', [0, T0, 4]],
    ['status', [0, T0, 3, STATUS.Uncertain]],
    ['text', [0, T0, 'STOP']],
  ])('is news when its %s is another', (_what, reading) => {
    const normaliser = givenTags({});
    normaliser.take(delivery([0, T0, 3]), T0);
    expect(normaliser.take(delivery(reading), T0 + SECOND)?.count).toBe(1);
  });

  it('is news when other bytes come for the same time', () => {
    const normaliser = givenTags({});
    const bytes = new Uint8Array([1, 2]);
    normaliser.take(delivery([0, T0, bytes]), T0);
    bytes[1] = 3;
    expect(normaliser.take(delivery([0, T0, bytes]), T0)?.count).toBe(1);
  });
});

describe('a subscribed device that was lost', () => {
  it('is said to be lost once, later than every point it gave', () => {
    const normaliser = givenTags({}, {});
    // The clock of the device is ahead.
    normaliser.take(delivery([0, T0 + 60 * SECOND, 1]), T0);
    expect(told(normaliser.lost(T0 + 10 * SECOND))).toEqual(['10@60.000001=NaN', '11@10=NaN']);
    expect(normaliser.lost(T0 + 20 * SECOND)).toBeUndefined();
    expect(normaliser.good).toBe(0);
  });

  it('ends its gap at receipt when the value it comes back with is older than the loss', () => {
    const normaliser = givenTags({}, { deadband: { absolute: 5 } });
    normaliser.take(delivery([0, T0, 1], [1, T0, 2]), T0);
    normaliser.lost(T0 + 10 * SECOND);
    const back = normaliser.take(delivery([0, T0, 1], [1, T0 + 10 * SECOND, 2]), T0 + 30 * SECOND);
    expect(told(back)).toEqual(['10@30=1', '11@30=2']);
    expect(normaliser.good).toBe(2);
    // From then on the device's own times again.
    expect(told(normaliser.take(delivery([0, T0 + 31 * SECOND, 4]), T0 + 32 * SECOND))).toEqual(['10@31=4']);
  });

  it('comes back with its own time when that is later than the loss', () => {
    const normaliser = givenTags({});
    normaliser.take(delivery([0, T0, 1]), T0);
    normaliser.lost(T0 + 10 * SECOND);
    expect(told(normaliser.take(delivery([0, T0 + 12 * SECOND, 1]), T0 + 30 * SECOND))).toEqual(['10@12=1']);
  });

  it('comes back with its own times when its clock was set back meanwhile', () => {
    const normaliser = givenTags({});
    const hour = 3_600 * SECOND;
    normaliser.take(delivery([0, T0 + hour, 1]), T0);
    expect(told(normaliser.lost(T0 + 10 * SECOND))).toEqual(['10@3600.000001=NaN']);
    const later = [20, 21, 22].map((s) => told(normaliser.take(delivery([0, T0 + s * SECOND, s]), T0 + s * SECOND)));
    expect(later).toEqual([['10@20=20'], ['10@21=21'], ['10@22=22']]);
    expect(told(normaliser.lost(T0 + 30 * SECOND))).toEqual(['10@30=NaN']);
  });

  it('keeps the times of what was held up on the line, and ends its gap with the last of it', () => {
    const normaliser = givenTags({ deadband: { absolute: 5 } });
    normaliser.take(delivery([0, T0, 1]), T0);
    normaliser.lost(T0 + 10 * SECOND);
    const held = delivery([0, T0 + 2 * SECOND, 9], [0, T0 + 4 * SECOND, 1], [0, T0 + 6 * SECOND, 1.5]);
    expect(told(normaliser.take(held, T0 + 12 * SECOND))).toEqual(['10@2=9', '10@4=1', '10@12=1.5']);
  });

  it('gives the point that was read for a write, and its gap has ended', () => {
    const normaliser = givenTags({}, {});
    normaliser.lost(T0);
    const fresh = {
      timeUs: Float64Array.of(T0 - SECOND),
      value: Float64Array.of(4),
      status: Uint32Array.of(0),
      cells: [],
    };
    expect(told(normaliser.single(1, fresh, T0 + SECOND))).toEqual(['11@1=4']);
    expect(normaliser.good).toBe(1);
  });
});

describe('the deadband of a subscribed tag', () => {
  it('holds back small changes, also between two readings of one delivery', () => {
    const normaliser = givenTags({ deadband: { absolute: 1 } });
    const sent = [10, 10.6, 11.2, 11.4].map((value, i): Reading => [0, T0 + i * SECOND, value]);
    expect(told(normaliser.take(delivery(...sent), T0))).toEqual(['10@0=10', '10@2=11.2']);
  });

  it('repeats the last reading at its heartbeat, as of the last sign of life', () => {
    const normaliser = givenTags({ deadband: { absolute: 1, max_interval: '10s' } }, {});
    const at = (s: number): number => T0 + s * SECOND;
    normaliser.take(delivery([0, T0, 5], [0, T0 + SECOND, 5.5], [1, T0, 9]), at(1));
    expect(normaliser.heartbeats(at(10.9), at(10))).toBeUndefined();
    expect(told(normaliser.heartbeats(at(11), at(10)))).toEqual(['10@10=5.5']);
    expect(normaliser.heartbeats(at(20), at(20))).toBeUndefined();
    expect(told(normaliser.heartbeats(at(21), at(20)))).toEqual(['10@20=5.5']);
    // What changed before the heartbeat and came after it does not lie behind it.
    expect(told(normaliser.take(delivery([0, at(19.9), 8]), at(21.2)))).toEqual(['10@21.2=8']);
  });

  it('comes in its time whatever the clock of the device says, and never while the device is lost', () => {
    const normaliser = givenTags({ deadband: { absolute: 1, max_interval: '10s' } });
    normaliser.take(delivery([0, T0 + 3_600 * SECOND, 5]), T0);
    expect(told(normaliser.heartbeats(T0 + 10 * SECOND, T0 + 9 * SECOND))).toEqual(['10@3600.000001=5']);
    normaliser.lost(T0 + 15 * SECOND);
    expect(normaliser.heartbeats(T0 + 40 * SECOND, T0 + 15 * SECOND)).toBeUndefined();
  });

  it('repeats a text as it is', () => {
    const normaliser = givenTags({ deadband: { absolute: 0, max_interval: '5s' } });
    normaliser.take(delivery([0, T0, 'RUN']), T0);
    expect(told(normaliser.heartbeats(T0 + 5 * SECOND, T0 + 5 * SECOND))).toEqual(['10@5=RUN']);
  });
});
