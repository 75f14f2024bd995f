import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Device } from '../../../src-shared/domain/device.ts';
import { edited, fieldLeft, freshEdit } from './device-edit.ts';
import { deviceFaults, deviceFile, shownFaults } from './device-faults.ts';
import { deviceSections, newDevice } from './device-form.ts';

const Connection = z.object({
  host: z.string().meta({ title: 'Host' }),
  port: z.int().min(1).max(65_535).default(502).meta({ title: 'Port' }),
});
const sections = deviceSections(
  z.toJSONSchema(Device, { io: 'input', unrepresentable: 'any' }),
  z.toJSONSchema(Connection, { io: 'input' }),
);
const others = [{ id: 'boiler-1', name: 'Boiler 1' }];
const SAVED = {
  id: 'boiler-1',
  name: 'Boiler 1',
  protocol: 'p',
  uns_prefix: 'a/boiler-1',
  connection: { host: 'plc', port: 502 },
};
const wrongAt = (edit: ReturnType<typeof freshEdit>) =>
  deviceFaults(edit, sections, 'P', others).map(({ path, code }) => `${path} ${code}`);

describe('the faults of a device', () => {
  it('are those of its fields, its connection included', () => {
    const edit = edited(freshEdit('boiler-1', SAVED, 1), 'connection.port', 70_000);
    expect(wrongAt(edit)).toEqual(['connection.port VALUE']);
    expect(wrongAt(freshEdit('boiler-1', SAVED, 1))).toEqual([]);
  });

  it('are a name and an id that another device has', () => {
    const copy = edited(freshEdit(null, { ...SAVED, id: '', name: '' }, 1), 'name', 'Boiler 1');
    expect(wrongAt(copy)).toEqual(['name tag.dup', 'id tag.dup']);
    const [fault] = deviceFaults(copy, sections, 'P', others);
    expect(fault!.text).toBe(
      '“Boiler 1” is already the name of device boiler-1. Device names are unique within a project.',
    );
  });

  it('are not those of an id and a topic that come with the name, before there is one', () => {
    const fresh = freshEdit(null, newDevice('p', 'a'), 0);
    expect(wrongAt(fresh)).toEqual(['name MISSING_KEY', 'connection.host MISSING_KEY']);
    expect(wrongAt(edited(fresh, 'name', 'ポンプ'))).toEqual(['id MISSING_KEY', 'connection.host MISSING_KEY']);
  });

  it('are what the gateway said too, where the schema saw nothing', () => {
    const told = { path: 'connection.host', code: 'net.host', text: 'No host.', severity: 'error' } as const;
    const edit = { ...freshEdit('boiler-1', SAVED, 1), told: { form: SAVED, faults: [told] } };
    expect(wrongAt(edit)).toEqual(['connection.host net.host']);
    expect(wrongAt(edited(edit, 'connection.host', ''))).toEqual(['connection.host MISSING_KEY']);
  });

  it('are seen at fields that were left', () => {
    const edit = freshEdit(null, newDevice('p', 'a'), 0);
    const all = deviceFaults(edit, sections, 'P', others);
    expect(shownFaults(edit, all)).toEqual([]);
    expect(shownFaults(fieldLeft(edit, 'connection.host'), all).map(({ path }) => path)).toEqual(['connection.host']);
  });
});

describe('the file of a device', () => {
  it('has its keys in the order that people read, and no defaults that were not there', () => {
    const form = { connection: { host: ' plc ', port: 502 }, poll_interval: '1s', enabled: true, name: 'B', id: 'b' };
    const fresh = freshEdit(null, {}, 0);
    expect(
      JSON.stringify(deviceFile({ ...fresh, form: { ...form, protocol: 'p', uns_prefix: 'a/b' } }, sections)),
    ).toBe('{"id":"b","name":"B","protocol":"p","uns_prefix":"a/b","connection":{"host":"plc"}}');
    const kept = { ...SAVED, poll_interval: '1s' };
    expect(deviceFile(freshEdit('boiler-1', kept, 1), sections)).toEqual(kept);
  });
});
