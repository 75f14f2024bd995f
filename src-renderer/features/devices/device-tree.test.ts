import { describe, expect, it } from 'vitest';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { deviceTree, type TreeNode, visibleRows } from './device-tree.ts';

const device = (id: string, unsPrefix: string): DeviceView => ({ id, name: id, unsPrefix }) as unknown as DeviceView;

/** A tree as nested text: `acme / plant1[utilities[boiler-1]]`. */
const drawn = (nodes: readonly TreeNode[]): string =>
  nodes.map((node) => (node.kind === 'device' ? node.label : `${node.label}[${drawn(node.children)}]`)).join(' ');

const plant = deviceTree([
  device('boiler-1', 'acme/plant1/utilities/boiler-1'),
  device('line-4', 'acme/plant1/packaging/line4/line-4'),
  device('comp-2', 'acme/plant1/utilities/comp-2'),
]);

describe('the tree of devices', () => {
  it('follows the levels of the topics and joins those that hold one other only', () => {
    expect(drawn(plant)).toBe('acme / plant1[utilities[boiler-1 comp-2] packaging / line4[line-4]]');
  });

  it('shows a device without levels at the top', () => {
    expect(drawn(deviceTree([device('meter', 'meter')]))).toBe('meter');
  });

  it('hides what is in closed groups', () => {
    const rows = visibleRows(plant, (key) => key !== '/acme/plant1/utilities');
    expect(rows.map((row) => `${row.level} ${row.node.label}`)).toEqual([
      '1 acme / plant1',
      '2 utilities',
      '2 packaging / line4',
      '3 line-4',
    ]);
    expect(rows.at(-1)!.parent).toBe('/acme/plant1/packaging/line4');
  });
});
