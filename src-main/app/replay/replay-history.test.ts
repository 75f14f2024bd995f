import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { type ObviousTag, obviousFindings, obviousPoints } from './obvious-replay.ts';
import { processingOf, replayRigged } from './replay-rig.ts';

const SECOND = 1e6;
const T0 = 1_700_000_000_000_000;
const RANGE = { fromUs: T0, toUs: T0 + 3_600 * SECOND };

const fileTag = ({ scale, offset, clamp, deadband, range }: ObviousTag, dataType: string) => ({
  ...{ id: 't', address: '40001', data_type: dataType, scale, offset },
  ...(clamp && { clamp_low: clamp[0], clamp_high: clamp[1] }),
  ...(deadband !== undefined && { deadband: { absolute: deadband } }),
  ...(range && { quality_rules: [{ check: 'range', ...range }] }),
});

const limits = fc.tuple(fc.integer({ min: -400, max: 0 }), fc.integer({ min: 1, max: 400 }));
const tag: fc.Arbitrary<ObviousTag> = fc.record(
  {
    scale: fc.constantFrom(0.01, 0.1, 1, 10, -0.5, 1.8),
    offset: fc.constantFrom(0, 273.15, -40),
    clamp: limits.map(([low, high]) => [low + 0.123_456_7, high + 0.765_432_1] as const),
    deadband: fc.constantFrom(0.731_058_5, 12.345_678_9),
    range: fc.record({
      low: fc.constantFrom(-100.123_4, 5.432_1),
      high: fc.constantFrom(100.567_8, 300.987_6),
      action: fc.constantFrom('flag' as const, 'reject' as const),
    }),
  },
  { requiredKeys: ['scale', 'offset'] },
);
const raws: Readonly<Record<string, fc.Arbitrary<number>>> = {
  int16: fc.integer({ min: -32_768, max: 32_767 }),
  uint16: fc.integer({ min: 0, max: 300 }),
  float32: fc.integer({ min: -7_000, max: 7_000 }).map((n) => Math.fround(n / 7)),
  float64: fc.integer({ min: -977_000, max: 977_000 }).map((n) => n / 977),
};
const reading = fc
  .constantFrom(...Object.keys(raws))
  .chain((dataType) =>
    fc.array(raws[dataType]!, { minLength: 1, maxLength: 60 }).map((values) => ({ dataType, values })),
  );

describe('a replay of what is read', () => {
  it('finds what a comparison finds that knows the readings and has nothing to take back', async () => {
    let differing = 0;
    await fc.assert(
      fc.asyncProperty(
        tag,
        tag,
        reading,
        fc.integer({ min: 1, max: 20 }),
        async (before, after, { dataType, values }, piece) => {
          const stored = obviousPoints(
            before,
            values.map((raw, i) => [T0 + i * SECOND, raw] as const),
          );
          const found = await replayRigged({
            before: processingOf([fileTag(before, dataType)]),
            after: processingOf([fileTag(after, dataType)]),
            history: { t: stored.map(({ timeUs, value, status }) => [timeUs, value, status] as const) },
            range: RANGE,
            piece,
          });
          const [row] = found.rows;
          if (!row) {
            expect(found.tags.untouched).toBe(1);
            return;
          }
          const { worst, ...counts } = obviousFindings(before, after, stored);
          expect(row).toMatchObject(counts);
          const by = row.worst ? Math.abs((row.worst.after as number) - (row.worst.before as number)) : 0;
          expect(by).toBeCloseTo(worst, 6);
          if (row.verdict === 'differs') differing++;
        },
      ),
      { numRuns: 150 },
    );
    expect(differing).toBeGreaterThan(50);
  });

  const replayed = async (before: object, after: object, rows: readonly (readonly [number, number, number?])[]) => {
    const base = { id: 't', address: '40001', data_type: 'int16' };
    const stored = rows.map(([second, value, status]) => [T0 + second * SECOND, value, status] as const);
    const found = await replayRigged({
      before: processingOf([{ ...base, ...before }]),
      after: processingOf([{ ...base, ...after }]),
      history: { t: stored },
      range: RANGE,
    });
    return { ...found, row: found.rows[0]! };
  };
  const ramp = (count: number, step: number): [number, number][] =>
    Array.from({ length: count }, (_, i) => [i, i * step]);

  it.each([
    ['× 10', { scale: 0.1 }, { scale: 1 }],
    ['+ 273.15', { unit: 'Cel' }, { unit: 'Cel', offset: 273.15 }],
    ['× 1.8 + 32', {}, { scale: 1.8, offset: 32 }],
    ['× −1', {}, { scale: -1 }],
    ['× 0.01', { scale: 10 }, { scale: 0.1 }],
    ['× 1.8 + 32; unit °C becomes °F', { unit_from: 'Cel', unit: 'Cel' }, { unit_from: 'Cel', unit: '[degF]' }],
    [
      '× 2',
      { scaling: 'square_root', raw_low: 0, raw_high: 1_000, eu_low: 0, eu_high: 1_000 },
      { scaling: 'square_root', raw_low: 0, raw_high: 1_000, eu_low: 0, eu_high: 2_000 },
    ],
  ])('says %s', async (words, before, after) => {
    const scale = 'scale' in before ? before.scale : 1;
    const isRoot = 'scaling' in before;
    const rows = ramp(30, 10).map(([at, raw]) => [at, isRoot ? Math.sqrt(raw / 1_000) * 1_000 : raw * scale] as const);
    const { row } = await replayed(before, after, rows);
    expect(row).toMatchObject({ verdict: 'differs', text: words, compared: 30 });
  });

  it('says what a clamp lost, and what a new one would hold', async () => {
    const rows = [...ramp(5, 20), [5, 90, STATUS.GoodClamped]] as const;
    const { row } = await replayed({ clamp_high: 90 }, { clamp_high: 50 }, rows);
    expect(row).toMatchObject({
      compared: 5,
      values: 2,
      clamped: 2,
      untold: 1,
      text: '2 of 5 values differ; 2 held at a clamp',
    });
    expect(row.notes).toEqual(['1 point had been held at a clamp: what the device said then is not stored.']);
  });

  it('does not compare values between two steps of an integer, which another configuration stored', async () => {
    const { row, summary } = await replayed({ scale: 1 }, { scale: 2 }, [
      [0, 0.5],
      [1, 1.5],
    ]);
    expect(row).toMatchObject({
      verdict: 'unknown',
      compared: 0,
      untold: 2,
      text: 'None of its points can be taken back',
    });
    expect(summary).toBe('None of 1 tag differs; of 1 history cannot tell.');
  });

  it('counts points that a wider deadband or a swinging door would leave out', async () => {
    const wide = await replayed({}, { deadband: { absolute: 5 } }, ramp(100, 1));
    // 0, 6, 12, … 96
    expect(wide.row).toMatchObject({ verdict: 'differs', compared: 17, values: 0, fewer: 83, text: '83 points fewer' });
    const door = await replayed({}, { deadband: { swinging_door: 0.5, max_interval: '20s' } }, ramp(100, 1));
    expect(door.row).toMatchObject({ values: 0, more: 0 });
    expect(door.row.compared + door.row.fewer).toBeLessThanOrEqual(100);
    expect(door.row.compared).toBeGreaterThanOrEqual(5);
    expect(door.row.fewer).toBeGreaterThan(80);
  });

  it('counts what new rules would reject, flag and raise alerts for', async () => {
    const rule = (action: string) => ({ quality_rules: [{ check: 'range', high: 49.5, action }] });
    const { row: rejected } = await replayed({}, rule('reject'), ramp(60, 1));
    expect(rejected).toMatchObject({ fewer: 10, rejected: 10, text: '10 rejected' });
    const { row: flagged } = await replayed({}, rule('flag'), ramp(60, 1));
    expect(flagged).toMatchObject({ qualities: 10, text: '10 with another quality' });
    const { row: alerted } = await replayed({}, rule('alert'), ramp(60, 1));
    expect(alerted).toMatchObject({ alerts: 10, text: '10 readings raise an alert' });
  });

  it('takes the flag of an old rule away before the new one judges', async () => {
    const flagged = STATUS.UncertainEngineeringUnitsExceeded;
    const { row } = await replayed({ quality_rules: [{ check: 'range', high: 5 }] }, {}, [
      [0, 1],
      [1, 9, flagged],
    ]);
    expect(row).toMatchObject({ verdict: 'differs', qualities: 1, values: 0, text: '1 with another quality' });
  });

  it('keeps what the device itself said of its quality', async () => {
    const { row } = await replayed({}, { scale: 2 }, [
      [0, 1],
      [1, Number.NaN, STATUS.BadDeviceFailure],
      [2, 3, STATUS.UncertainInitialValue],
      [3, 5],
    ]);
    expect(row).toMatchObject({ compared: 4, qualities: 0, values: 3, text: '× 2' });
  });

  it('says of aggregates what follows from their tag', async () => {
    const aggregates = [{ window: '10s', functions: ['max', 'std', 'count'] }];
    const texts = async (after: object): Promise<string[][]> => {
      const { rows } = await replayed({ aggregates }, { aggregates, ...after }, ramp(60, 1));
      return rows.map(({ tag: id, verdict, text }) => [id, verdict, text]);
    };
    expect(await texts({ scale: 10, offset: 5 })).toEqual([
      ['t', 'differs', '× 10 + 5'],
      ['t.10s.max', 'differs', '× 10 + 5, as rig/t'],
      ['t.10s.std', 'differs', '× 10, as rig/t'],
      ['t.10s.count', 'same', 'No difference, whatever rig/t is'],
    ]);
    expect((await texts({ clamp_high: 30 })).slice(1).map(([, verdict]) => verdict)).toEqual(Array(3).fill('unknown'));
    expect(await texts({})).toEqual([]);
  });
});
