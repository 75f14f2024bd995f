import { BYTE_ORDERS, BYTE_ORDERS_64, DATA_TYPES } from '../../../../src-shared/domain/data-type.ts';
import { aggregatesText, readAggregates } from './aggregates-cell.ts';
import { type DecimalSign, readNumber } from './read-number.ts';
import { type TagForm, valueAt } from './tag-form.ts';

/** A field of a tag that is edited in a cell. */
export interface TagField {
  /** Id of its column. */
  readonly id: string;
  readonly title: string;
  /** Where it stands in the file form: `deadband.absolute`. */
  readonly path: string;
  readonly kind: 'text' | 'number' | 'choice';
  /** Of a choice; what is written is the word in front of its value. */
  readonly words?: ReadonlyMap<string, unknown>;
  /** Whether the value that is read depends on it. */
  readonly isReading?: true;
}

const upper = (values: readonly string[]): ReadonlyMap<string, unknown> =>
  new Map(values.map((value) => [value.toUpperCase(), value]));
const field = (id: string, title: string, path: string, more: Partial<TagField> = {}): TagField => ({
  id,
  title,
  path,
  kind: 'text',
  ...more,
});
const number = (id: string, title: string, path: string, more: Partial<TagField> = {}): TagField =>
  field(id, title, path, { kind: 'number', ...more });
const choice = (id: string, title: string, path: string, words: ReadonlyMap<string, unknown>): TagField =>
  field(id, title, path, { kind: 'choice', words, isReading: true });

const ACCESS = new Map<string, unknown>([
  ['R', 'read'],
  ['RW', 'read_write'],
]);
const SCALINGS = new Map<string, unknown>([
  ['Linear', 'linear'],
  ['Square root', 'square_root'],
]);
const YES_NO = new Map<string, unknown>([
  ['Yes', true],
  ['No', false],
]);

const RAW = new Map<string, unknown>([
  ['Published and stored', 'both'],
  ['Stored only', 'history'],
  ['Shown only', 'none'],
]);

/** Every field that has a column, in the order of the columns. */
export const TAG_FIELDS: readonly TagField[] = [
  field('name', 'Name', 'name'),
  field('id', 'Id', 'id'),
  field('description', 'Description', 'description'),
  field('classification', 'Classification', 'classification'),
  field('owner', 'Owner', 'owner'),
  choice('enabled', 'Enabled', 'enabled', YES_NO),
  field('address', 'Address', 'address', { isReading: true }),
  choice('type', 'Type', 'data_type', upper(DATA_TYPES)),
  number('length', 'Length', 'length', { isReading: true }),
  choice('order', 'Order', 'byte_order', upper([...BYTE_ORDERS, ...BYTE_ORDERS_64])),
  field('access', 'Access', 'access', { kind: 'choice', words: ACCESS }),
  choice('scaling', 'Scaling', 'scaling', SCALINGS),
  number('rawLow', 'Raw lo', 'raw_low', { isReading: true }),
  number('rawHigh', 'Raw hi', 'raw_high', { isReading: true }),
  number('euLow', 'EU lo', 'eu_low', { isReading: true }),
  number('euHigh', 'EU hi', 'eu_high', { isReading: true }),
  number('scale', 'Scale', 'scale', { isReading: true }),
  number('offset', 'Offset', 'offset', { isReading: true }),
  number('clampLow', 'Clamp lo', 'clamp_low', { isReading: true }),
  number('clampHigh', 'Clamp hi', 'clamp_high', { isReading: true }),
  field('unitFrom', 'Unit from', 'unit_from', { isReading: true }),
  field('unit', 'Unit', 'unit', { isReading: true }),
  field('interval', 'Interval', 'poll_interval'),
  field('fastest', 'Fastest', 'adaptive_polling.fastest'),
  field('slowest', 'Slowest', 'adaptive_polling.slowest'),
  number('deadband', 'Deadband', 'deadband.absolute'),
  number('deadbandPercent', 'Deadband %', 'deadband.percent'),
  number('deadbandOfRange', '% of range', 'deadband.percent_of_range'),
  number('door', 'Door', 'deadband.swinging_door'),
  field('heartbeat', 'Heartbeat', 'deadband.max_interval'),
  number('writeMin', 'Write min', 'write_limits.min'),
  number('writeMax', 'Write max', 'write_limits.max'),
  choice('critical', 'Critical', 'critical', YES_NO),
  field('aggregates', 'Aggregates', 'aggregates'),
  field('raw', 'Raw', 'raw', { kind: 'choice', words: RAW }),
  field('suffix', 'Topic suffix', 'topic_suffix'),
];

const BY_ID = new Map(TAG_FIELDS.map((one) => [one.id, one]));
export const fieldById = (id: string): TagField | undefined => BY_ID.get(id);

/** The field that a path of a fault points at or into: what is said of `deadband` is shown at `deadband.absolute`. */
export function fieldAt(path: string): TagField | undefined {
  const [first] = path.split(/[.[]/, 1);
  return TAG_FIELDS.find((one) => one.path === path) ?? TAG_FIELDS.find((one) => one.path.split('.', 1)[0] === first);
}

/** What a cell shows, copies, and begins its editor with; empty where nothing is set. */
export function cellText(form: TagForm, { path, words }: Pick<TagField, 'path' | 'words'>): string {
  const value = valueAt(form, path);
  if (value === undefined || value === null) return '';
  for (const [word, meant] of words ?? []) if (meant === value) return word;
  if (typeof value === 'string') return value;
  return (path === 'aggregates' ? aggregatesText(value) : undefined) ?? JSON.stringify(value);
}

/**
 * What a text in a cell means; undefined: nothing is set. What does not fit is taken as typed: the check names it, and
 * nothing that a person typed is lost.
 */
export function cellValue(text: string, { kind, words, path }: TagField, sign: DecimalSign): unknown {
  const typed = text.trim();
  if (typed === '' || (kind === 'choice' && typed === '—')) return undefined;
  if (kind === 'number') return readNumber(typed, sign) ?? typed;
  if (path === 'aggregates') return readAggregates(typed) ?? typed;
  if (!words) return typed;
  const isMeant = (word: string, value: unknown): boolean =>
    word.toLowerCase() === typed.toLowerCase() || String(value).toLowerCase() === typed.toLowerCase();
  for (const [word, value] of words) {
    // A tag is read unless it says otherwise: what says the usual is left out of the file, as before.
    if (isMeant(word, value)) return path === 'enabled' && value === true ? undefined : value;
  }
  return typed;
}
