import { expect, it } from 'vitest';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { otherOrders } from './other-orders.ts';

const AREA: MemoryAreaView = {
  ...{ id: 'holding', title: 'Holding registers', group: '', cell: 'register', first: 0, last: 999 },
  ...{ isLastKnown: false, perRequest: 125, fault: null },
  notations: [{ id: '40001', title: '40001', prefix: '4', base: 1, digits: 4, radix: 10 }],
};
const tag = (id: string, address: string, dataType: string, byteOrder: string | null) =>
  ({ id, address, notations: [], dataType, byteOrder }) as unknown as TagView;
const TAGS = [
  tag('wrong', '40101', 'float32', 'ABCD'),
  tag('right', '40103', 'float32', 'CDAB'),
  tag('narrow', '40105', 'uint16', null),
  tag('elsewhere', '40301', 'float32', 'ABCD'),
];

it('names the tags in sight that are read in another order than the value that was found', () => {
  const window = { from: 100, count: 20 };
  const chosen = (dataType: 'float32' | 'uint16') => ({ dataType, byteOrder: 'CDAB' as const });
  expect(otherOrders(TAGS, AREA, { ...window, chosen: chosen('float32') }).map(({ id }) => id)).toEqual(['wrong']);
  expect(otherOrders(TAGS, AREA, { ...window, chosen: chosen('uint16') })).toEqual([]);
  expect(otherOrders(TAGS, AREA, { ...window, chosen: null })).toEqual([]);
});
