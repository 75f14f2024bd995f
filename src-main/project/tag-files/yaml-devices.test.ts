import { describe, expect, it } from 'vitest';
import { devicesYaml } from '../export-devices.ts';
import { yamlDevices } from './yaml-devices.ts';

const TAG = { id: 'flow', name: 'Flow', address: '40001', quality_rules: [{ check: 'frozen' }], enum: { '0': 'Off' } };

describe('the devices of a YAML file', () => {
  it('are those that an export wrote, with every field of their tags', () => {
    const yaml = devicesYaml([
      { id: 'a', name: 'Boiler', tags: [TAG] },
      { id: 'b', tags: [] },
    ]);
    expect(yamlDevices(yaml)).toEqual([
      { id: 'a', name: 'Boiler', tags: [TAG] },
      { id: 'b', name: 'b', tags: [] },
    ]);
  });

  it('may be one device, or a list, in the field names of the vision', () => {
    const tag = '{ id: t, register_type: holding, address: 107, data_type: float32, scale_factor: 0.1 }';
    const expected = [{ id: 'a', name: 'a', tags: [expect.objectContaining({ id: 't', scale: 0.1 })] }];
    expect(yamlDevices(`id: a\ntags: [${tag}]`)).toEqual(expected);
    expect(yamlDevices(`- id: a\n  tags: [${tag}]`)).toEqual(expected);
  });

  it.each(['', 'a: [', 'devices: 5', '- 1\n- 2', '{ id: a }'])('%j has none, and that is said', (text) => {
    expect(() => yamlDevices(text)).toThrow(/NX_TAG_FILE/);
  });
});
