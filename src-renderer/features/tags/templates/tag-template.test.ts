import { describe, expect, it } from 'vitest';
import { assetPattern, commonAsset, filledIn, tagsFor, templateTags } from './tag-template.ts';

const FORMS = [
  { uid: 'u1', id: 'pump_1_speed', name: 'Pump 1 speed', address: '40001', eu_high: 1500, deadband: { absolute: 1 } },
  { uid: 'u2', id: 'pump_1_power', name: 'Pump 1 power', address: 'ns=2;s=Pump 1/Power', topic_suffix: 'Pump 1/power' },
];

describe('a template of tags', () => {
  it('has what the asset is called as a placeholder, and nothing that is the own of its tags', () => {
    expect(templateTags(FORMS, 'Pump 1')).toEqual([
      { name: '{asset} speed', address: '40001', eu_high: 1500, deadband: { absolute: 1 } },
      { name: '{asset} power', address: 'ns=2;s={asset}/Power', topic_suffix: '{asset}/power' },
    ]);
    expect(templateTags(FORMS, '')[0]).toMatchObject({ name: 'Pump 1 speed' });
  });

  it('gives the tags of another asset', () => {
    const made = tagsFor(templateTags(FORMS, 'Pump 1'), { asset: 'Pump 7', n: 7 });
    expect(made).toMatchObject([{ name: 'Pump 7 speed' }, { name: 'Pump 7 power', address: 'ns=2;s=Pump 7/Power' }]);
    expect(filledIn('P{n:03} {n} {asset} {x}', { asset: '$&', n: 7 })).toBe('P007 7 $& {x}');
  });

  it.each([
    [['Pump 1 speed', 'Pump 1 power'], 'Pump 1'],
    [['Pump_1_speed', 'Pump_1_state'], 'Pump_1'],
    [['Pump 1 speed', 'Pump 12 speed'], 'Pump'],
    [['Level', 'Flow'], ''],
    [['Pump 1 speed'], 'Pump 1'],
    [['Level'], ''],
    [[], ''],
  ])('tells of %j that they are of %j', (names, asset) => expect(commonAsset(names)).toBe(asset));

  it.each([
    ['Pump 1', 'Pump {n}', 2],
    ['P007', 'P{n:03}', 8],
    ['Boiler', 'Boiler {n}', 1],
    ['', 'Asset {n}', 1],
  ])('counts on from %j by %j at %i', (asset, pattern, next) => expect(assetPattern(asset)).toEqual({ pattern, next }));
});
