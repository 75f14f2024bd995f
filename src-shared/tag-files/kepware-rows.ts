import { parseDurationMs } from '../domain/duration.ts';
import { formValue, valueText } from './tag-cell.ts';
import type { WrittenTag } from './write-tag-file.ts';

const HEADINGS = [
  'Tag Name',
  'Address',
  'Data Type',
  'Respect Data Type',
  'Client Access',
  'Scan Rate',
  'Scaling',
  'Raw Low',
  'Raw High',
  'Scaled Low',
  'Scaled High',
  'Scaled Data Type',
  'Clamp Low',
  'Clamp High',
  'Eng Units',
  'Description',
  'Negate Value',
];

const TYPES: Readonly<Record<string, string>> = {
  bool: 'Boolean',
  int8: 'Char',
  uint8: 'Byte',
  int16: 'Short',
  uint16: 'Word',
  int32: 'Long',
  uint32: 'DWord',
  int64: 'LLong',
  uint64: 'QWord',
  float32: 'Float',
  float64: 'Double',
  bcd16: 'BCD',
  bcd32: 'LBCD',
  string: 'String',
};

/** Tags as Kepware's server imports them. Byte order, deadbands and rules have no place there: its channel has them or nobody. */
export function kepwareRows(tags: readonly WrittenTag[]): readonly (readonly string[])[] {
  return [HEADINGS, ...tags.map(kepwareRow)];
}

function kepwareRow({ form, notations }: WrittenTag): readonly string[] {
  const text = (path: string): string => valueText(formValue(form, path));
  const number = (path: string): number | undefined => {
    const value = formValue(form, path);
    return typeof value === 'number' ? value : undefined;
  };
  const interval = form['poll_interval'];
  const rate = typeof interval === 'string' ? parseDurationMs(interval) : undefined;
  const [scale, offset = 0] = [number('scale'), number('offset')];
  const hasRange = ['raw_low', 'raw_high', 'eu_low', 'eu_high'].every((path) => number(path) !== undefined);
  const range = hasRange
    ? ['raw_low', 'raw_high', 'eu_low', 'eu_high'].map(text)
    : // A factor is a line through two points.
      scale === undefined && offset === 0
      ? undefined
      : ['0', '1', String(offset), String(offset + (scale ?? 1))];
  const scaling = range === undefined ? 'None' : form['scaling'] === 'square_root' ? 'Square Root' : 'Linear';
  const clamped = (limit: string, end: string | undefined): string =>
    end !== undefined && text(limit) === end ? '1' : '0';
  return [
    text('name') || text('id'),
    // Registers are numbers of five or six digits there.
    notations.find((notation) => /^\d{5,6}(?:\.\d+)?$/.test(notation)) ?? text('address'),
    TYPES[text('data_type')] ?? 'Default',
    '1',
    form['access'] === 'read_write' ? 'R/W' : 'RO',
    rate === undefined ? '1000' : String(rate),
    scaling,
    ...(range ?? ['', '', '', '']),
    scaling === 'None' ? '' : 'Double',
    clamped('clamp_low', range?.[2]),
    clamped('clamp_high', range?.[3]),
    text('unit'),
    text('description'),
    '0',
  ];
}
