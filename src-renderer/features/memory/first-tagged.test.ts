import { expect, it } from 'vitest';
import { firstTagged } from './first-tagged.ts';

const holding = {
  last: 65_535,
  notations: [
    { id: '40001', title: '40001', prefix: '4', base: 1, digits: 4, radix: 10 as const },
    { id: 'wire', title: 'HR 0', prefix: 'HR ', base: 0, digits: 1, radix: 10 as const },
    { id: 'hex', title: '0x0000', prefix: '0x', base: 0, digits: 4, radix: 16 as const },
  ],
};
const coils = {
  last: 65_535,
  notations: [{ id: '40001', title: '00001', prefix: '0', base: 1, digits: 4, radix: 10 as const }],
};
const tag = (address: string, ...notations: string[]) => ({ address, notations });

it('is the lowest address of a tag in the area, in whatever notation it is written', () => {
  const tags = [tag('40110'), tag('HR107:float32', '40108', 'HR107'), tag('00012', 'C11')];
  expect(firstTagged(tags, holding)).toBe(107);
  expect(firstTagged(tags, coils)).toBe(11);
  expect(firstTagged([tag('00012')], holding)).toBeUndefined();
});
