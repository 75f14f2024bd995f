import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { Normaliser, type Readings } from './normalise.ts';
import { compileTagRule } from './tag-rule.ts';

const T0 = 1_700_000_000_000_000;

function givenTags(...tags: readonly Record<string, unknown>[]): Normaliser {
  const rules = tags.map((tag, number) =>
    compileTagRule(Tag.parse({ id: `t${number}`, address: 'x', ...tag }), number),
  );
  return new Normaliser({ device: 5, rules, simulated: false });
}

function readings(values: readonly number[], timeUs = T0, status: readonly number[] = []): Readings {
  return {
    timeUs: new Float64Array(values.length).fill(timeUs),
    value: Float64Array.from(values),
    status: Uint32Array.from(values, (_, i) => status[i] ?? 0),
    cells: [],
  };
}

describe('normalising', () => {
  it('scales by range, by factor and converts the unit', () => {
    const normaliser = givenTags(
      { raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 10 },
      { scale: 0.1, offset: -40 },
      { unit_from: 'Cel', unit: '[degF]' },
      {},
    );
    const batch = normaliser.normalise(readings([23_266, 1_234, 100, 0.1]), T0)!;
    // 23266 / 27648 · 10; 123.4 − 40; 100 °C; unscaled values stay bit for bit.
    expect(batch.value[0]).toBeCloseTo(8.4150752, 6);
    expect(batch.value[1]).toBeCloseTo(83.4, 9);
    expect(batch.value[2]).toBeCloseTo(212, 9);
    expect(batch.value[3]).toBe(0.1);
    expect(batch).toMatchObject({ count: 4, device: 5, origin: 'local', receivedUs: T0 });
  });

  it('holds a value at its clamp and says so', () => {
    const batch = givenTags({ clamp_low: 0, clamp_high: 100 }, {}).normalise(readings([120, 120]), T0)!;
    expect([...batch.value]).toEqual([100, 120]);
    expect([...batch.status]).toEqual([STATUS.GoodClamped, STATUS.Good]);
    expect([...batch.flags!]).toEqual([2, 0]);
  });

  it('gives a Bad reading no value, whatever stands in its row', () => {
    const batch = givenTags({}).normalise(readings([7], T0, [STATUS.BadDeviceFailure]), T0)!;
    expect([...batch.value]).toEqual([Number.NaN]);
    expect([...batch.status]).toEqual([STATUS.BadDeviceFailure]);
  });

  it('makes times strictly rising per tag while the wall clock is trimmed', () => {
    const normaliser = givenTags({});
    const times = [T0, T0 - 400_000, T0, T0 + 5].map(
      (time) => normaliser.normalise(readings([1], time), time)!.timeUs[0],
    );
    expect(times).toEqual([T0, T0 + 1, T0 + 2, T0 + 5]);
  });

  it('follows a wall clock that is set back, and tells every tag anew, with heartbeats from there on', () => {
    const back = T0 - 7_200_000_000;
    const normaliser = givenTags({ deadband: { absolute: 5, max_interval: '10s' } });
    const times = [T0, T0 + 1e6, back, back + 1e6, back + 10e6].map((time) => [
      ...(normaliser.normalise(readings([1], time), time)?.timeUs ?? []),
    ]);
    expect(times).toEqual([[T0], [], [back], [], [back + 10e6]]);
  });

  it('follows a clock that is set back between the stamp of a reading and its receipt', () => {
    const back = T0 - 7_200_000_000;
    const normaliser = givenTags({});
    normaliser.normalise(readings([1]), T0);
    const [first, second] = [
      normaliser.normalise(readings([2], T0 + 1e6), back),
      normaliser.normalise(readings([3], back + 1e6), back + 1e6),
    ];
    expect([...first!.timeUs, ...second!.timeUs]).toEqual([back, back + 1e6]);
  });

  it('follows the clock of a server that is set back, tag by tag, and has its heartbeats from there on', () => {
    const back = T0 - 7_200_000_000;
    const normaliser = givenTags({ deadband: { absolute: 5, max_interval: '10s' } }, {});
    const stamped = (first: number, second: number): Readings => ({
      ...readings([1, 1]),
      timeUs: Float64Array.of(first, second),
    });
    const told = [
      stamped(T0, T0),
      stamped(back, T0 + 1e6),
      stamped(back + 1e6, T0 + 2e6),
      stamped(back + 10e6, T0 + 3e6),
    ].map((given, i) => [...normaliser.normalise(given, T0 + i * 1e6)!.timeUs]);
    expect(told).toEqual([[T0, T0], [back, T0 + 1e6], [T0 + 2e6], [back + 10e6, T0 + 3e6]]);
  });

  it('lets go of what a swinging door holds back when the clock is set back', () => {
    const back = T0 - 7_200_000_000;
    const normaliser = givenTags({ deadband: { swinging_door: 5, max_interval: '1h' } });
    const told = [T0, T0 + 1e6, back, back + 1e6].map((time) => [
      ...(normaliser.normalise(readings([1], time), time)?.timeUs ?? []),
    ]);
    expect(told).toEqual([[T0], [], [back], []]);
  });

  it('tells no lost device twice for a clock that is set back', () => {
    const normaliser = givenTags({});
    normaliser.normalise(readings([1]), T0);
    normaliser.lost(T0 + 10);
    expect(normaliser.lost(T0 - 7_200_000_000)).toBeUndefined();
    expect(normaliser.normalise(readings([1], T0 - 5e6), T0 - 5e6)!.timeUs[0]).toBe(T0 - 5e6);
  });

  it('marks every point of a simulated device', () => {
    const rules = [compileTagRule(Tag.parse({ id: 't', address: 'x' }), 0)];
    const batch = new Normaliser({ device: 0, rules, simulated: true }).normalise(readings([1]), T0)!;
    expect([...batch.flags!]).toEqual([1]);
  });

  it('says once that a device is lost, and everything anew when it is back', () => {
    const normaliser = givenTags({ deadband: { absolute: 5 } }, {});
    normaliser.normalise(readings([1, 2]), T0);
    expect([...normaliser.lost(T0 + 10)!.status]).toEqual([STATUS.BadNoCommunication, STATUS.BadNoCommunication]);
    expect(normaliser.lost(T0 + 20)).toBeUndefined();
    expect([...normaliser.normalise(readings([1, 2], T0 + 30), T0 + 30)!.value]).toEqual([1, 2]);
  });

  it('gives the point of one row that was read alone, later than the last one and whatever its deadband says', () => {
    const normaliser = givenTags({}, { scale: 0.1, deadband: { absolute: 5 } });
    normaliser.normalise(readings([1, 100]), T0);
    const batch = normaliser.single(1, readings([110], T0), T0 + 9);
    expect([...batch.tag, ...batch.value, ...batch.timeUs]).toEqual([1, 11, T0 + 1]);
    expect(batch).toMatchObject({ count: 1, device: 5, receivedUs: T0 + 9 });
    const text = { ...readings([Number.NaN], T0), cells: [{ row: 0, kind: 'string' as const, value: 'RUN' }] };
    expect(givenTags({}, {}).single(1, text, T0).cells).toEqual([{ row: 0, kind: 'string', value: 'RUN' }]);
    // What was told is not told again by the next poll.
    expect([...normaliser.normalise(readings([2, 110], T0 + 5), T0 + 5)!.tag]).toEqual([0]);
  });

  it('keeps an exact 64-bit integer unless it is scaled, and moves strings with their rows', () => {
    const normaliser = givenTags({ deadband: { absolute: 0 } }, {}, { scale: 2 }, {});
    const cells = [
      { row: 1, kind: 'uint64' as const, value: 2n ** 63n },
      { row: 2, kind: 'uint64' as const, value: 2n ** 63n },
      { row: 3, kind: 'string' as const, value: 'RUN' },
    ];
    const given = (time: number): Readings => ({ ...readings([1, 2 ** 63, 2 ** 63, Number.NaN], time), cells });
    normaliser.normalise(given(T0), T0);
    // Row 0 does not change, so the rows of the others move up by one.
    const batch = normaliser.normalise(given(T0 + 1), T0 + 1)!;
    expect([...batch.tag]).toEqual([1, 2, 3]);
    expect(batch.cells).toEqual([
      { ...cells[0], row: 0 },
      { ...cells[2], row: 2 },
    ]);
  });
});

describe('a deadband', () => {
  const run = (deadband: Record<string, unknown>, values: readonly number[], extra = {}): (number | undefined)[] => {
    const normaliser = givenTags({ deadband, ...extra });
    return values.map((value, i) => normaliser.normalise(readings([value], T0 + i * 1_000_000), T0)?.value[0]);
  };

  it('is measured from the last point kept, so that a slow drift shows', () => {
    const kept = run({ absolute: 1 }, [10, 10.6, 11, 11.2, 12.1, 12.3]);
    expect(kept).toEqual([10, undefined, undefined, 11.2, undefined, 12.3]);
  });

  it('may be a share of the last value or of the range', () => {
    expect(run({ percent: 10 }, [100, 109, 111])).toEqual([100, undefined, 111]);
    expect(run({ percent_of_range: 1 }, [0, 0.9, 1.1], { eu_low: 0, eu_high: 100 })).toEqual([0, undefined, 1.1]);
  });

  it('lets a point through when the heartbeat is due', () => {
    expect(run({ absolute: 5, max_interval: '3s' }, [1, 1, 1, 1, 1])).toEqual([1, undefined, undefined, 1, undefined]);
  });

  it('never holds back a change of quality', () => {
    const normaliser = givenTags({ deadband: { absolute: 100 } });
    normaliser.normalise(readings([1]), T0);
    expect(normaliser.normalise(readings([1], T0 + 1, [STATUS.Uncertain]), T0)?.status[0]).toBe(STATUS.Uncertain);
  });

  it('holds back a text until it changes', () => {
    const normaliser = givenTags({ deadband: { absolute: 0 } });
    const text = (value: string, time: number): Readings => ({
      ...readings([Number.NaN], time),
      cells: [{ row: 0, kind: 'string', value }],
    });
    const kept = ['RUN', 'RUN', 'STOP'].map(
      (value, i) => normaliser.normalise(text(value, T0 + i), T0)?.cells?.[0]?.value,
    );
    expect(kept).toEqual(['RUN', undefined, 'STOP']);
  });
});
