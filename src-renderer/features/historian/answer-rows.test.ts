import { describe, expect, it } from 'vitest';
import type { AskedTagView } from '../../../src-shared/contract/history-explore.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { answerColumns } from './answer-columns.ts';
import { answerPens } from './answer-pens.ts';
import { answerTable, tableCsv } from './answer-rows.ts';

const MINUTE = 60e6;
const START = Date.UTC(2026, 1, 3, 8) * 1_000;
const N = Number.NaN;

/** An answer of these tags, each with its columns by name. */
function answerOf(
  ...tags: readonly (Partial<AskedTagView> & { readonly data: Readonly<Record<string, number[]>> })[]
): AskedColumns {
  const numbers: number[] = [];
  const views = tags.map(({ data, ...part }): AskedTagView => {
    const at = numbers.length;
    numbers.push(...Object.values(data).flat());
    const shape = { rows: data['time']!.length, columns: Object.keys(data), at, widthUs: 'value' in data ? 0 : MINUTE };
    const tag = part.tag ?? 'level';
    const look = {
      device: 'rig',
      tag,
      name: tag,
      topic: `a/${tag}`,
      unit: 'm',
      dataType: 'float64',
      euLow: null,
      euHigh: null,
      states: {},
    };
    return {
      ...look,
      ...shape,
      texts: [],
      source: 'raw',
      gaps: [],
      known: true,
      rawFromUs: null,
      isCut: false,
      ...part,
    };
  });
  return { fromUs: START, toUs: START + 4 * MINUTE, unmatched: [], tags: views, numbers: Float64Array.from(numbers) };
}
const at = (...minutes: number[]): number[] => minutes.map((minute) => START + minute * MINUTE);

describe('the table of an answer', () => {
  it('has one line a time for the buckets of all tags', () => {
    const answer = answerOf(
      { tag: 'level', data: { time: at(0, 1, 3), avg: [1, N, 3], bad: [0, 1, 0] } },
      { tag: 'flow', unit: 'l/s', data: { time: at(1, 2), avg: [10, 20], count: [6, 5], bad: [0, 0] } },
    );
    const table = answerTable(answer);
    expect(table.columns.map(({ title }) => title)).toEqual(['level (m)', 'flow avg (l/s)', 'flow count (samples)']);
    const rows = Array.from({ length: table.rows }, (_, row) =>
      table.columns.map((__, column) => table.text(row, column)),
    );
    expect(rows).toEqual([
      ['1', '', ''],
      ['', '10', '6'],
      ['', '20', '5'],
      ['3', '', ''],
    ]);
  });

  it('has one line a point of several tags, and is a file with times by the clocks of a zone', () => {
    const answer = answerOf(
      { tag: 'level', data: { time: at(0, 1), value: [1.5, N], status: [STATUS.Good, STATUS.BadNotConnected] } },
      {
        tag: 'mode',
        unit: '',
        dataType: 'string',
        texts: ['idle', 'run, fast'],
        data: { time: at(0), value: [1], status: [0] },
      },
    );
    expect(tableCsv(answerTable(answer), 'Europe/Madrid')).toBe(
      [
        'time,Tag,Value,Unit,Quality',
        '2026-02-03T09:00:00.000+01:00,rig/level,1.5,m,Good',
        '2026-02-03T09:01:00.000+01:00,rig/level,,m,Bad',
        '2026-02-03T09:00:00.000+01:00,rig/mode,"run, fast",,Good',
        '',
      ].join('\r\n'),
    );
  });

  it('shows states by their texts, and their time in seconds', () => {
    const states = { 0: 'Stopped', 1: 'Running' };
    const answer = answerOf({
      states,
      unit: '',
      data: { time: at(0), last: [1], avg: [0.5], 'state:0': [30], 'state:1': [30], bad: [0] },
    });
    const table = answerTable(answer);
    expect(table.columns.map(({ title }) => title)).toEqual([
      'level last',
      'level avg',
      'level in Stopped (s)',
      'level in Running (s)',
    ]);
    expect(table.columns.map((_, column) => table.text(0, column))).toEqual(['Running', '0.5', '30', '30']);
  });
});

describe('the lines of an answer', () => {
  const answer = answerOf({
    data: { time: at(0, 1, 2), avg: [2, N, 4], min: [1, N, 3], max: [3, N, 5], count: [9, 0, 9], bad: [0, 2, 0] },
  });

  it('are averages with their least and largest as a band', () => {
    const [pen, ...others] = answerPens(answer);
    expect(others.map(({ name }) => name)).toEqual(['level count']);
    expect(answerColumns(answer)).toHaveLength(4);
    pen!.model.fold({ fromUs: START, toUs: START + 4 * MINUTE }, MINUTE);
    const { buckets } = pen!.model;
    const slot = buckets.slotOf(buckets.numberOf(START));
    expect([buckets.min[slot], buckets.max[slot], buckets.sum[slot]! / buckets.count[slot]!]).toEqual([1, 3, 2]);
    expect(buckets.bad[buckets.slotOf(buckets.numberOf(START + MINUTE))]).toBe(2);
  });
});
