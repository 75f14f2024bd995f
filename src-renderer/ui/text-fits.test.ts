import { expect, it } from 'vitest';
import { textFits } from './text-fits.ts';

it('takes short texts of usual letters for fitting, and wide or long ones not', () => {
  expect(textFits('UINT32', 74)).toBe(true);
  expect(textFits('', 12)).toBe(true);
  expect(textFits('WWWWWW', 74)).toBe(false);
  expect(textFits('圧力計', 40)).toBe(false);
  expect(textFits('Feed pump discharge pressure', 120)).toBe(false);
});
