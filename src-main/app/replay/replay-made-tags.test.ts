import { describe, expect, it } from 'vitest';
import { processingOf, replayRigged, type StoredRow } from './replay-rig.ts';

const SECOND = 1e6;
const T0 = 1_700_000_000_000_000;
const RANGE = { fromUs: T0, toUs: T0 + 600 * SECOND };
const A = { id: 'a', address: '40001', data_type: 'int16' };
const B = { id: 'b', address: '40002', data_type: 'int16' };

const every = (seconds: number, count: number, value: (at: number) => number): StoredRow[] =>
  Array.from({ length: count }, (_, at) => [T0 + at * seconds * SECOND, value(at)] as const);
const history = { a: every(10, 60, (at) => at), b: every(10, 60, (at) => 100 - at) };

describe('a replay of what is calculated', () => {
  it('makes a tag anew of the values that its inputs would have', async () => {
    const kpi = [
      { id: 'sum', address: '{rig/a} + {rig/b}' },
      { id: 'half', address: '{sum} / 2' },
      { id: 'other', address: '{rig/b} * 3' },
    ];
    const found = await replayRigged({
      before: processingOf([A, B], kpi),
      after: processingOf([{ ...A, scale: 10 }, B], kpi),
      history,
      range: RANGE,
    });
    expect(found.rows.map(({ tag, text, worst }) => [tag, text, worst?.before, worst?.after])).toEqual([
      ['a', '× 10', 59, 590],
      // 10 · 59 + 41, against 59 + 41; the first pair, 0 + 100, is the same.
      ['sum', '59 of 60 values differ', 100, 631],
      ['half', '59 of 60 values differ', 50, 315.5],
    ]);
    expect(found.tags).toMatchObject({ both: 5, differ: 3, untouched: 2 });
  });

  it('takes an expression for what it gives, not for its text', async () => {
    const found = await replayRigged({
      before: processingOf([A, B], [{ id: 'k', address: '({rig/a} + {rig/b}) * 2' }]),
      after: processingOf([A, B], [{ id: 'k', address: '2 * {rig/b} + 2 * {rig/a}' }]),
      history,
      range: RANGE,
    });
    expect(found.summary).toBe('None of 3 tags differs.');
    expect(found.rows[0]).toMatchObject({ tag: 'k', verdict: 'same', compared: 60 });
  });

  it('begins both with nothing counted, and with the values that stood when the range began', async () => {
    const setpoint: StoredRow[] = [[T0 - 3_600 * SECOND, 7]];
    const kpi = (factor: number) => [{ id: 'k', address: `({rig/a} + {rig/b}) * ${factor} + edges({rig/a} > 30)` }];
    const found = await replayRigged({
      before: processingOf([A, B], kpi(1)),
      after: processingOf([A, B], kpi(2)),
      history: { a: history.a, b: setpoint },
      range: RANGE,
    });
    // At the end 59 + 7, and one edge, which is no matter of the factor.
    expect(found.rows[0]).toMatchObject({ compared: 60, values: 60, worst: { before: 67, after: 133 } });
  });

  it('lets time go on between the values', async () => {
    const few = { a: every(100, 6, (at) => at % 2) };
    const on = (delay: string) => [{ id: 'k', poll_interval: '1s', address: `on_delay({rig/a} > 0, ${delay})` }];
    const found = await replayRigged({
      before: processingOf([A], on('10s')),
      after: processingOf([A], on('40s')),
      history: few,
      range: RANGE,
    });
    // Three times on: at each one comes 10 s after the value, the other 40 s.
    expect(found.rows[0]).toMatchObject({ verdict: 'differs', values: 0, fewer: 3, more: 3 });
  });

  it('knows a new tag that is made of others, and none that is read', async () => {
    const made = (address: string, ...more: { id: string; address: string }[]) => [{ id: 'k', address }, ...more];
    const before = processingOf([A, B], made('{rig/a}'));
    const told = await replayRigged({
      before,
      after: processingOf([A, B], made('{twice} + 0', { id: 'twice', address: '{rig/a} * 2' })),
      history,
      range: RANGE,
    });
    expect(told.rows.map(({ tag, verdict, text }) => [tag, verdict, text])).toEqual([
      ['k', 'differs', '× 2'],
      ['twice', 'added', 'New: history does not know it'],
    ]);
    const untold = await replayRigged({
      before,
      after: processingOf([A, B, { id: 'c', address: '40003', data_type: 'int16' }], made('{rig/c}')),
      history,
      range: RANGE,
    });
    expect(untold.rows.map(({ tag, verdict }) => [tag, verdict])).toEqual([
      ['k', 'unknown'],
      ['c', 'added'],
    ]);
  });

  it('compares texts', async () => {
    const state = (word: string) => [{ id: 'k', address: `{rig/a} > 30 ? 'Running' : '${word}'` }];
    const found = await replayRigged({
      before: processingOf([A], state('Stopped')),
      after: processingOf([A], state('Off')),
      history,
      range: RANGE,
    });
    expect(found.rows[0]).toMatchObject({ compared: 60, values: 31, worst: { before: 'Stopped', after: 'Off' } });
  });

  it('finds the same however long the stretches are in which it reads its inputs', async () => {
    // Dense for five seconds, and rare after that.
    const dense = {
      a: [...every(0.001, 5_000, (at) => at % 100), ...every(10, 60, (at) => at).slice(1)],
      b: history.b,
    };
    const kpi = (factor: number) => [{ id: 'k', address: `rate({rig/a} * ${factor}) + total({rig/b}, 1h)` }];
    const found = async (rowsAtOnce: number) =>
      await replayRigged({
        before: processingOf([A, B], kpi(1)),
        after: processingOf([A, B], kpi(3)),
        history: dense,
        range: RANGE,
        piece: 1_000,
        rowsAtOnce,
      });
    const whole = await found(1_000_000);
    expect(whole.rows[0]!.compared).toBeGreaterThan(5_000);
    expect(whole.rows[0]!.values).toBeGreaterThan(4_900);
    expect(await found(400)).toEqual(whole);
  });

  it('ends when it is called off', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const replayed = replayRigged({
      before: processingOf([A], [{ id: 'k', address: '{rig/a}' }]),
      after: processingOf([A], [{ id: 'k', address: '{rig/a} * 2' }]),
      history,
      range: RANGE,
      signal: cancel.signal,
    });
    await expect(replayed).rejects.toMatchObject({ code: 'NX_CANCELLED' });
  });
});
