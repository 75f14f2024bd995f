import { expect, it } from 'vitest';
import { describeTags } from './describe-tags.ts';

const device = (id: string): string => `id: ${id}
protocol: modbus-tcp
uns_prefix: acme/${id}
connection: { host: 127.0.0.1 }
tags:
  - { id: a, address: "40001", owner: North } # the first
  - { id: b, address: "40002" }
`;
const TEXT = new Map(['one', 'two', 'three'].map((id) => [`devices/${id}.yaml`, device(id)]));

it('changes tags of several devices at once, and no file of another', () => {
  const tags = [
    { device: 'one', tag: 'a' },
    { device: 'two', tag: 'b' },
    { device: 'one', tag: 'b' },
  ];
  const changes = describeTags(TEXT, tags, { owner: 'South', classification: 'energy' });
  expect([...changes.keys()].toSorted()).toEqual(['devices/one.yaml', 'devices/two.yaml']);
  expect(changes.get('devices/one.yaml')).toContain('owner: South');
  expect(changes.get('devices/one.yaml')).toContain('# the first');
  expect(changes.get('devices/one.yaml')?.match(/classification: energy/g)).toHaveLength(2);
  expect(changes.get('devices/two.yaml')).toContain('owner: North');
});

it('takes a field away with null, and refuses a tag that is not there', () => {
  const changes = describeTags(TEXT, [{ device: 'one', tag: 'a' }], { owner: null });
  expect(changes.get('devices/one.yaml')).not.toContain('owner');
  expect(() => describeTags(TEXT, [{ device: 'one', tag: 'z' }], { owner: 'x' })).toThrow('has no tag “z”');
});
