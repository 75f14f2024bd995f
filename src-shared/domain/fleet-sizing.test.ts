import { describe, expect, it } from 'vitest';
import { type SizingInput, sizePlant } from './fleet-sizing.ts';

const PLANT: SizingInput = {
  devices: 1_000,
  tags: 41_000,
  intervalMs: 1_000,
  pollMs: 50,
  storedShare: 1,
  keepDays: 30,
  bridgeHours: 1,
};

describe('the size of a plant', () => {
  it('is that of the formula: 1000 devices × 50 ms ÷ 1 s, and half as many again, are 75 busy connections', () => {
    expect(sizePlant(PLANT).busyConnections).toBe(75);
  });

  it('is one gateway up to 100 devices, and at least what load and devices ask for', () => {
    expect(sizePlant({ ...PLANT, devices: 100, tags: 4_000 }).instances).toEqual({ least: 1, most: 1 });
    expect(sizePlant(PLANT).instances).toEqual({ least: 5, most: 20 });
    expect(sizePlant({ ...PLANT, devices: 50, tags: 100_000 }).instances.least).toBe(3);
    expect(sizePlant({ ...PLANT, devices: 50_000 }).instances).toEqual({ least: 100, most: 500 });
  });

  it('keeps what is stored, and bridges an outage with what is produced', () => {
    const { historyGiB, perInstance, storedPerSecond } = sizePlant({ ...PLANT, devices: 100, storedShare: 0.5 });
    expect(storedPerSecond).toBe(20_500);
    expect(historyGiB.embedded).toBeCloseTo((20_500 * 86_400 * 30 * 12) / 1024 ** 3, 6);
    expect(perInstance.bufferMiB).toBe(Math.ceil((20_500 * 3_600 * 25) / 1024 ** 2));
  });

  it('says what cannot be', () => {
    expect(sizePlant({ ...PLANT, pollMs: 2_000 }).notes.join()).toContain('polls will be skipped');
    expect(sizePlant({ ...PLANT, devices: 1 }).notes.join()).toContain('20 000 at most');
  });
});
