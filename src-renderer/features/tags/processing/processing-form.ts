import { z } from 'zod';
import { Deadband, Tag } from '../../../../src-shared/domain/tag.ts';
import type { ScaledTag } from '../../../../src-shared/domain/tag-scale.ts';
import type { FormField, FormValue } from '../../../forms/form-field.ts';
import { itemsAt, settled, valueAt, withValue } from '../../../forms/form-value.ts';
import { readFields } from '../../../forms/read-schema.ts';
import { settledRule } from '../../../forms/rule-form.ts';

/** The fields of a tag as its file describes them. */
const FIELDS = readFields(z.toJSONSchema(Tag, { io: 'input', unrepresentable: 'any' }));
const DEADBAND = readFields(z.toJSONSchema(Deadband, { io: 'input', unrepresentable: 'any' }), 'deadband');
const USUAL: Readonly<Record<string, unknown>> = { scaling: 'linear' };
const BY_PATH = new Map(
  [...FIELDS, ...DEADBAND].map((field) => [field.path, { ...field, fallback: USUAL[field.path] ?? field.fallback }]),
);

/** Fields of a tag by their paths; those of the deadband are `deadband.absolute` and so on. */
export const fieldsOf = (...paths: readonly string[]): readonly FormField[] =>
  paths.flatMap((path) => BY_PATH.get(path) ?? []);

/** Everything between a reading and a point that one tag says, by the first key of its path. */
export const PROCESSING_KEYS = [
  'scaling',
  'raw_low',
  'raw_high',
  'eu_low',
  'eu_high',
  'scale',
  'offset',
  'unit_from',
  'unit',
  'clamp_low',
  'clamp_high',
  'enum',
  'deadband',
  'quality_rules',
] as const;

const EDITED = [...fieldsOf(...PROCESSING_KEYS.filter((key) => key !== 'deadband')), ...DEADBAND].filter(
  ({ kind }) => kind !== 'other',
);

/**
 * A tag as its file takes it: numbers as numbers.
 * @param before as it stands there; of what is usual, only what was written stays.
 */
export function settledTag(form: FormValue, before: FormValue = {}): FormValue {
  const plain = settled(EDITED, form, before);
  const rules = itemsAt(plain, 'quality_rules').map(settledRule);
  return rules.length === 0 ? withValue(plain, 'quality_rules', undefined) : { ...plain, quality_rules: rules };
}

/** What of a form scales readings, as far as it can be read. */
export function scaleOf(form: FormValue): ScaledTag {
  const number = (key: string): number | undefined => {
    const value = form[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const text = (key: string): string | undefined => {
    const value = form[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    scaling: form['scaling'] === 'square_root' ? 'square_root' : 'linear',
    raw_low: number('raw_low'),
    raw_high: number('raw_high'),
    eu_low: number('eu_low'),
    eu_high: number('eu_high'),
    scale: number('scale'),
    offset: number('offset'),
    unit: text('unit'),
    unit_from: text('unit_from'),
  };
}

export const DEADBAND_KINDS = ['none', 'band', 'door'] as const;
export type DeadbandKind = (typeof DEADBAND_KINDS)[number];

const BANDS = ['absolute', 'percent', 'percent_of_range'] as const;

const BEAT = fieldsOf('deadband.max_interval');
const DEADBAND_FIELDS: Readonly<Record<DeadbandKind, readonly FormField[]>> = {
  none: [],
  band: [...fieldsOf(...BANDS.map((key) => `deadband.${key}`)), ...BEAT],
  // Without a heartbeat a point could be held back for ever.
  door: [...fieldsOf('deadband.swinging_door'), ...BEAT].map((field) => ({ ...field, isRequired: true })),
};

/** What is to be written of a kind of deadband. */
export const deadbandFields = (kind: DeadbandKind): readonly FormField[] => DEADBAND_FIELDS[kind];

/** Which kind of deadband a form has. */
export function deadbandKind(form: FormValue): DeadbandKind {
  if (valueAt(form, 'deadband') === undefined) return 'none';
  return valueAt(form, 'deadband.swinging_door') === undefined ? 'band' : 'door';
}

/** The form with a deadband of another kind: what only the kind before has is taken away, the heartbeat stays. */
export function withDeadbandKind(form: FormValue, kind: DeadbandKind): FormValue {
  if (kind === 'none') return withValue(form, 'deadband', undefined);
  const others = kind === 'door' ? BANDS : (['swinging_door'] as const);
  return others.reduce<FormValue>((next, key) => withValue(next, `deadband.${key}`, undefined), form);
}

/** What a deadband does, as one sentence. @param unit symbol; empty where there is none. */
export function deadbandSentence(form: FormValue, kind: DeadbandKind, unit: string): string {
  const of = (key: string): string | undefined => {
    const value = valueAt(form, `deadband.${key}`);
    return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined;
  };
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  const beat = of('max_interval');
  const heartbeat = beat === undefined ? '' : `, and at least every ${beat}`;
  if (kind === 'none') return 'Every reading is a point.';
  if (kind === 'door') {
    const door = of('swinging_door');
    if (door === undefined) return 'Write the largest error that lines between points may have.';
    return `The fewest points whose connecting lines stay within ${withUnit(door)} of every reading${heartbeat}.`;
  }
  const bands = [
    of('absolute') && `${withUnit(of('absolute')!)}`,
    of('percent') && `${of('percent')} % of the last value`,
    of('percent_of_range') && `${of('percent_of_range')} % of the engineering range`,
  ].filter((text) => text !== undefined && text !== '');
  const by = bands.length === 0 ? 'at all' : `by more than ${bands.join(' and ')}`;
  return `A point when the value changes ${by}${heartbeat}.`;
}
