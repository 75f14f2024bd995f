import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceHealth, PaceHealth } from '../../src-shared/contract/devices.ts';
import { useDevices } from './devices.ts';
import { expectedMs } from './paces.ts';

const bounds = { fastestMs: 200, slowestMs: 10_000 };
const tag = { device: 'plc', pollIntervalMs: 1_000, bounds };
const pace: PaceHealth = { ...bounds, intervalMs: 1_000, nowMs: 6_400, cause: 'steady', heldBack: 0, tags: 3 };
const told = (...paces: readonly PaceHealth[]): void =>
  useDevices.setState({ health: { plc: { device: 'plc', paces: [...paces] } as unknown as DeviceHealth } });

describe('how often a tag is expected to be read', () => {
  beforeEach(() => useDevices.setState({ health: {} }));

  it('is its interval where that stays', () => {
    expect(expectedMs({ device: 'plc', pollIntervalMs: 250 })).toBe(250);
  });

  it('is the period that its group has now, and not that of another group', () => {
    told({ ...pace, intervalMs: 5_000, nowMs: 20_000 }, pace);
    expect(expectedMs(tag)).toBe(6_400);
  });

  it('is not shorter than the time between two tellings of it', () => {
    told({ ...pace, nowMs: 200 });
    expect(expectedMs(tag)).toBe(1_000);
  });

  it('is the slowest as long as nothing was told', () => {
    expect(expectedMs(tag)).toBe(10_000);
  });
});
