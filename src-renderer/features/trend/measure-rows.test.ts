import { expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { PenBuffer } from '../../charts/pen-buffer.ts';
import { PenModel } from '../../charts/pen-model.ts';
import { penStyle } from '../../charts/pen-style.ts';
import type { HistoryPen } from './history-loader.ts';
import { MEASURE_COLUMNS, measureRow, measureTsv } from './measure-rows.ts';

const pen = (kind: HistoryPen['kind'], unit = 'bar'): HistoryPen => ({
  ...{ uid: 'u', slot: 1, name: 'Steam', unit, kind, style: penStyle(1), device: 'boiler', tag: 'steam' },
  model: new PenModel(new PenBuffer(1), 1_000),
  format: (value) => value.toFixed(2),
});
const at = (value: number, status = 0, averagedUs = 0) => ({ timeUs: 0, value, status, averagedUs });
const measured = { count: 204, bad: 0, min: 8.31, max: 8.92, mean: 8.55, std: 0.12, slope: 0.092 / 60 };

it('says what stands at both cursors, what lies between them, and what all samples come to', () => {
  expect(measureRow(pen('analog'), at(8.4), at(8.71), measured)).toEqual({
    ...{ pen: '1  Steam', a: '8.40', b: '8.71', delta: '+0.31 bar', min: '8.31', max: '8.92', mean: '8.55' },
    ...{ std: '0.12', slope: '+0.092 bar/min', samples: '204' },
  });
});

it('calls Bad what is Bad and an average an average, and makes no difference of them where one is Bad', () => {
  const row = measureRow(pen('analog'), at(1, STATUS.BadNoCommunication), at(2, 0, 60e6), { ...measured, bad: 3 });
  expect(row).toMatchObject({ a: 'Bad', b: '2.00 (average)', delta: '', samples: '204 + 3 Bad' });
});

it('has no mean, no scatter and no slope for a switch', () => {
  const row = measureRow(pen('digital', ''), at(0), at(1), { ...measured, min: 0, max: 1 });
  expect(row).toMatchObject({ delta: '', mean: '', std: '', slope: '', min: '0.00', max: '1.00' });
});

it('says why a pen was not measured, and nothing where there is nothing', () => {
  const why = 'The range has too many points.';
  expect(measureRow(pen('analog'), undefined, undefined, why)).toMatchObject({ a: '', min: '', samples: why });
  const none = {
    count: 0,
    bad: 0,
    min: Number.NaN,
    max: Number.NaN,
    mean: Number.NaN,
    std: Number.NaN,
    slope: Number.NaN,
  };
  expect(measureRow(pen('analog'), undefined, undefined, none)).toMatchObject({
    min: '',
    std: '',
    slope: '',
    samples: '0',
  });
});

it('is copied as lines with tabs, with the times of the cursors above', () => {
  const row = measureRow(pen('analog'), at(8.4), undefined, measured);
  const columns = MEASURE_COLUMNS.filter((column) => ['pen', 'a', 'mean'].includes(column));
  expect(measureTsv(['A 14:05:10'], columns, [row])).toBe('A 14:05:10\nPen\tA\tMean\n1  Steam\t8.40\t8.55\n');
});
