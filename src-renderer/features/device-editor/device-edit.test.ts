import { describe, expect, it } from 'vitest';
import { readFields } from '../../forms/read-schema.ts';
import {
  type DeviceEdit,
  editCount,
  edited,
  fieldLeft,
  freshEdit,
  isShown,
  redone,
  stepTo,
  toldFaults,
  undone,
} from './device-edit.ts';

const SAVED = { id: 'b1', name: 'Boiler', connection: { host: 'a', port: 502 } };
const fresh = (): DeviceEdit => freshEdit('b1', SAVED, 7);
const typed = (edit: DeviceEdit, path: string, ...texts: readonly string[]): DeviceEdit =>
  texts.reduce((at, text) => edited(at, path, text), edit);
const fields = readFields({
  properties: {
    name: { type: 'string' },
    connection: { type: 'object', properties: { host: { type: 'string' }, port: { type: 'integer' } } },
  },
});

describe('an edit of a device', () => {
  it('takes what is typed in one field for one step, and the next field for another', () => {
    const edit = typed(typed(fresh(), 'name', 'B', 'Bo', 'Boi'), 'connection.host', 'p', 'plc');
    const back = undone(edit);
    expect(back.form).toMatchObject({ name: 'Boi', connection: { host: 'a' } });
    expect(undone(back).form).toEqual(SAVED);
    expect(redone(redone(undone(back))).form).toEqual(edit.form);
    expect(undone(undone(back)).form).toEqual(SAVED);
  });

  it('begins another step when the focus comes back to a field', () => {
    const edit = typed(fieldLeft(typed(fresh(), 'name', 'B'), 'name'), 'name', 'C');
    expect(undone(edit).form).toMatchObject({ name: 'B' });
  });

  it('forgets what was undone when something else is typed', () => {
    const edit = typed(undone(typed(fresh(), 'name', 'B')), 'name', 'C');
    expect(redone(edit).form).toMatchObject({ name: 'C' });
  });

  it('does not derive the id of a device that is in the project', () => {
    expect(typed(fresh(), 'name', 'Kettle').form['id']).toBe('b1');
    expect(typed(freshEdit(null, { id: 'boiler', name: 'Boiler' }, 7), 'name', 'Kettle').form['id']).toBe('kettle');
  });

  it('counts the fields that differ', () => {
    expect(editCount(fresh(), fields)).toBe(0);
    const both = typed(typed(fresh(), 'name', 'B'), 'connection.host', 'b');
    expect(editCount(both, fields)).toBe(2);
    expect(editCount(typed(both, 'name', 'Boiler'), fields)).toBe(1);
    expect(editCount(stepTo(fresh(), { ...SAVED, protocol: 'other' }), fields)).toBe(1);
  });

  it('shows the faults of fields that were left, and those of lists inside them', () => {
    const edit = fieldLeft(fresh(), 'connection.host');
    expect(isShown(edit, 'connection.host')).toBe(true);
    expect(isShown(edit, 'connection.host[2]')).toBe(true);
    expect(isShown(edit, 'name')).toBe(false);
  });

  it('holds on to what the gateway said only while the value is the same', () => {
    const fault = { path: 'connection.host', code: 'net.host', text: 'No.', severity: 'error' } as const;
    const told = { ...fresh(), told: { form: SAVED, faults: [fault] } };
    expect(toldFaults(typed(told, 'name', 'B'))).toEqual([fault]);
    expect(toldFaults(typed(told, 'connection.host', 'b'))).toEqual([]);
  });
});
