import { expect, it } from 'vitest';
import type { ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { roomAt1s } from './plan-words.ts';

const plan = (requestMs: number | null, load: number | null): ReadPlanView =>
  ({ requestMs, load, groups: [{ tags: 40, requests: [{}, {}] }] }) as unknown as ReadPlanView;

it('there is room for as many tags as fit into requests until half of the time is taken', () => {
  // 0.3 of a second are 30 requests of 10 ms, each of 20 tags as now.
  expect(roomAt1s(plan(10, 0.2))).toBe(600);
  expect(roomAt1s(plan(10, 0.5))).toBe(0);
  expect(roomAt1s(plan(10, 3))).toBe(0);
});

it('nobody knows before something was polled', () => {
  expect(roomAt1s(plan(null, null))).toBeUndefined();
});
