import { describe, expect, it } from 'vitest';
import { Tag } from '../../../../src-shared/domain/tag.ts';
import { cellText, cellValue, fieldAt, fieldById, TAG_FIELDS } from './tag-fields.ts';

const field = (id: string) => fieldById(id)!;

describe('cells of a tag', () => {
  it('are fields of the schema, each with a column of its own', () => {
    const keys = Object.keys(Tag.shape);
    expect(TAG_FIELDS.filter(({ path }) => !keys.includes(path.split('.')[0]!))).toEqual([]);
    expect(new Set(TAG_FIELDS.map(({ id }) => id)).size).toBe(TAG_FIELDS.length);
  });

  it('show words and take them back, in any case', () => {
    const form = { access: 'read_write', data_type: 'float32', enabled: false, deadband: { absolute: 0.5 } };
    expect(['access', 'type', 'enabled', 'deadband', 'unit'].map((id) => cellText(form, field(id)))).toEqual([
      'RW',
      'FLOAT32',
      'No',
      '0.5',
      '',
    ]);
    expect(cellValue('rw', field('access'), 'either')).toBe('read_write');
    expect(cellValue('Float32', field('type'), 'either')).toBe('float32');
    expect(cellValue('yes', field('enabled'), 'either')).toBeUndefined();
    expect(cellValue('—', field('order'), 'either')).toBeUndefined();
    expect(cellValue(' 0,5 ', field('deadband'), 'either')).toBe(0.5);
  });

  it('keep what does not fit as it was typed', () => {
    expect(cellValue('REAL', field('type'), 'either')).toBe('REAL');
    expect(cellValue('ten', field('euHigh'), 'either')).toBe('ten');
    expect(cellText({ eu_high: 'ten', enum: { '0': 'Off' } }, field('euHigh'))).toBe('ten');
  });

  it('are found by the path of a fault', () => {
    expect(fieldAt('write_limits.max')?.id).toBe('writeMax');
    expect(fieldAt('deadband.max_interval')?.id).toBe('heartbeat');
    expect(fieldAt('deadband')?.id).toBe('deadband');
    expect(fieldAt('write_limits')?.id).toBe('writeMin');
    expect(fieldAt('enum.0')).toBeUndefined();
  });
});
