import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Device } from '../../../src-shared/domain/device.ts';
import { copyOf, deviceSections, idFrom, newDevice, usualPrefix, withDerived, withoutUid } from './device-form.ts';

describe('the form of a device', () => {
  const schema = z.toJSONSchema(Device, { io: 'input', unrepresentable: 'any' });
  const sections = deviceSections(schema, {
    type: 'object',
    properties: { host: { type: 'string' } },
    required: ['host'],
  });

  it('has every key of a device that is put in by hand, once', () => {
    const paths = sections.flatMap(({ fields }) => fields.map(({ path }) => path));
    const byHand = Object.keys(Device.shape).filter((key) => !['uid', 'protocol', 'connection', 'tags'].includes(key));
    expect([...paths].sort()).toEqual([...byHand, 'connection.host'].sort());
  });

  it('shows at once whether a twin takes the place of the device, and offers what it may do', () => {
    const simulated = sections[0]!.fields.find(({ path }) => path === 'simulated');
    expect(simulated).toMatchObject({ kind: 'choice', isAdvanced: false, fallback: 'off' });
    expect(simulated?.kind === 'choice' && simulated.choices.map(({ value }) => value)).toEqual([
      'off',
      'waves',
      'history',
    ]);
  });

  it('asks for a name, which the file may leave out', () => {
    expect(sections[0]!.fields.filter(({ isRequired }) => isRequired).map(({ path }) => path)).toEqual([
      'name',
      'id',
      'uns_prefix',
    ]);
  });
});

describe('a new device', () => {
  const named = (...changes: readonly (readonly [string, string])[]) =>
    changes.reduce((form, [path, value]) => withDerived(form, path, value), newDevice('p', 'acme/plant1'));

  it('has an id and a topic from its name', () => {
    expect(named(['name', 'Boiler'], ['name', 'Boiler 1'])).toMatchObject({
      id: 'boiler-1',
      uns_prefix: 'acme/plant1/boiler-1',
    });
  });

  it('keeps an id and a topic that were given', () => {
    expect(named(['name', 'Boiler'], ['id', 'b1'], ['name', 'Boiler 1'])).toMatchObject({
      id: 'b1',
      uns_prefix: 'acme/plant1/b1',
    });
    expect(named(['name', 'Boiler'], ['uns_prefix', 'x/y'], ['name', 'Boiler 1'])).toMatchObject({
      id: 'boiler-1',
      uns_prefix: 'x/y',
    });
  });

  it.each([
    ['Kessel Süd 1', 'kessel-sud-1'],
    ['  Pump #3 (west) ', 'pump-3-west'],
    ['ポンプ', ''],
    ['_', ''],
    ['x'.repeat(100), 'x'.repeat(64)],
  ])('is called from “%s” “%s”', (name, id) => expect(idFrom(name)).toBe(id));

  it('stands where most devices stand', () => {
    expect(usualPrefix(['a/b/d1', 'a/c/d2', 'a/c/d3'], 'Site')).toBe('a/c');
    expect(usualPrefix(['a/b/d1'], 'Site')).toBe('a/b');
    expect(usualPrefix(['a/b/c/d1', 'a/b/e/d2'], 'Site')).toBe('a/b');
    expect(usualPrefix(['x/d1', 'y/d2'], 'Plant North')).toBe('plant-north');
    expect(usualPrefix(['d1'], 'Plant North')).toBe('plant-north');
  });
});

describe('a copy of a device', () => {
  it('has another name, id and topic and no identity', () => {
    const device = { id: 'b1', uid: 'u', name: 'Boiler', uns_prefix: 'acme/b1', connection: { host: 'a' } };
    const copy = copyOf(device, ['b1']);
    expect(copy).toMatchObject({
      name: 'Boiler copy',
      id: 'boiler-copy',
      uns_prefix: 'acme/boiler-copy',
      connection: { host: 'a' },
    });
    expect(copy).not.toHaveProperty('uid');
  });

  it('finds a name that is free', () => {
    const device = { id: 'boiler', name: 'Boiler', uns_prefix: 'acme/boiler' };
    expect(copyOf(device, ['boiler', 'boiler-copy'])).toMatchObject({
      name: 'Boiler copy 2',
      id: 'boiler-copy-2',
      uns_prefix: 'acme/boiler-copy-2',
    });
  });

  it('has tags with identities of their own', () => {
    expect(withoutUid({ uid: 'u', id: 'p' })).toEqual({ id: 'p' });
  });
});
