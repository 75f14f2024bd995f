import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { ChangeWatch } from './change-watch.ts';
import { readingColumns } from './reading-columns.ts';

interface Seen {
  readonly value?: number;
  readonly text?: string;
  readonly status?: number;
}

/** What a watch finds from one reading of a single tag to the next. */
function moves(tag: Readonly<Record<string, unknown>>, readings: readonly Seen[], span?: number): readonly number[] {
  const watch = new ChangeWatch([{ rule: compileTagRule(Tag.parse({ id: 't', address: 'a', ...tag }), 0), span }], 1);
  return readings.map(({ value = Number.NaN, text, status = STATUS.Good }) => {
    const columns = readingColumns(1);
    columns.value[0] = value;
    columns.status[0] = status;
    if (text !== undefined) columns.cells.push({ row: 0, kind: 'string', value: text });
    return watch.look(columns);
  });
}

const values = (...all: readonly number[]): readonly Seen[] => all.map((value) => ({ value }));

describe('how far a tag moved', () => {
  it('is measured in its deadband, in engineering units', () => {
    const tag = { deadband: { absolute: 2 }, scale: 10 };
    expect(moves(tag, values(1, 1, 1.1, 0.7))).toEqual([0, 0, expect.closeTo(0.5, 9), expect.closeTo(2, 9)]);
  });

  it('is measured in a share of the range where there is no deadband, and of the value where there is no range', () => {
    expect(moves({}, values(50, 51, 49), 200)).toEqual([0, 0.5, 1]);
    expect(moves({}, values(50, 49, 98))).toEqual([0, 2, 50]);
    expect(moves({}, values(0, 0, 1))).toEqual([0, 0, 100]);
  });

  it('is measured in the width of a swinging door', () => {
    expect(moves({ deadband: { swinging_door: 0.5, max_interval: '10s' } }, values(1, 2))).toEqual([0, 2]);
  });

  it('has no measure for a deadband of 0, a text and another quality: each change is one', () => {
    const all = Number.POSITIVE_INFINITY;
    expect(moves({ deadband: { absolute: 0 } }, values(1, 1, 1.001))).toEqual([0, 0, all]);
    expect(moves({}, [{ text: 'idle' }, { text: 'idle' }, { text: 'run' }])).toEqual([0, 0, all]);
    const lost = { status: STATUS.BadNoCommunication };
    expect(moves({}, [{ value: 1 }, lost, lost, { value: 1 }, { value: 1 }])).toEqual([0, all, 0, all, 0]);
  });

  it('is that of the tag that moved most', () => {
    const rules = ['a', 'b'].map((id, at) =>
      compileTagRule(Tag.parse({ id, address: id, deadband: { absolute: 1 } }), at),
    );
    const watch = new ChangeWatch(
      rules.map((rule) => ({ rule })),
      1,
    );
    const columns = readingColumns(2);
    watch.look(columns);
    columns.value.set([1, 7]);
    expect(watch.look(columns)).toBe(7);
  });
});
