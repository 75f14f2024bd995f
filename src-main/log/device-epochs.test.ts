import { expect, it } from 'vitest';
import { DeviceEpochs, LAST_EPOCH } from './device-epochs.ts';

it('begins the new epoch of each device where its own stamps go back, before or after the log hears of the step', () => {
  const epochs = new DeviceEpochs();
  expect([epochs.next('a', 100e6, 3), epochs.next('b', 100e6, 3)]).toEqual([3, 3]);
  // The thread of a sees the step first, that of b a second after the log.
  expect(epochs.next('a', 50e6, 3)).toBe(4);
  expect([epochs.next('b', 101e6, 4), epochs.next('b', 51e6, 4), epochs.next('a', 51e6, 4)]).toEqual([3, 4, 4]);
});

it('takes a device that never went back as it is, and ends at what a record can hold', () => {
  const epochs = new DeviceEpochs();
  epochs.next('a', 100e6, 0);
  expect([epochs.next('a', 200e6, 5), epochs.next('a', 1e6, 5)]).toEqual([0, 5]);
  epochs.next('b', 100e6, LAST_EPOCH);
  expect(epochs.next('b', 1e6, LAST_EPOCH)).toBe(LAST_EPOCH);
});
