import { describe, expect, it } from 'vitest';
import type { DeviceHealth, LinkStatus } from '../../../src-shared/contract/devices.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { OutageMemory } from './outage-memory.ts';

const SECOND = 1e6;
const reason = { code: 'NX_NET_TIMEOUT', text: 'No answer.' };
const away = (sinceS: number, breaker: 'open' | 'closed'): LinkStatus => ({
  kind: 'offline',
  sinceUs: sinceS * SECOND,
  nextTryUs: 0,
  breaker,
  reason,
});

function remembering() {
  const changed = new Emitter<readonly DeviceHealth[]>();
  const memory = new OutageMemory(changed, { wallUs: () => 50 * SECOND });
  const tell = (status: LinkStatus, device = 'boiler'): void => changed.emit([{ device, status } as DeviceHealth]);
  return { memory, tell };
}

describe('the memory of outages', () => {
  it('has one outage from the first lost answer to the next connection, whatever is tried between', () => {
    const { memory, tell } = remembering();
    tell({ kind: 'connected', sinceUs: 1 });
    tell(away(10, 'closed'));
    tell({ kind: 'connecting', attempt: 2, reason: null });
    tell(away(10, 'open'));
    tell({ kind: 'connected', sinceUs: 30 * SECOND });
    const outage = { device: 'boiler', fromUs: 10 * SECOND, toUs: 30 * SECOND, isBreaker: true, reason: 'No answer.' };
    expect(memory.within(0, 100 * SECOND)).toEqual([outage]);
    expect(memory.within(30 * SECOND, 100 * SECOND)).toEqual([]);
    expect(memory.within(29 * SECOND, 100 * SECOND)).toHaveLength(1);
  });

  it('goes on until it is over, and each device has its own', () => {
    const { memory, tell } = remembering();
    tell(away(10, 'closed'));
    tell(away(20, 'closed'), 'pump');
    expect(memory.within(1_000 * SECOND, 2_000 * SECOND).map(({ device, toUs }) => [device, toUs])).toEqual([
      ['boiler', undefined],
      ['pump', undefined],
    ]);
  });

  it('ends an outage where its device is switched off', () => {
    const { memory, tell } = remembering();
    tell(away(10, 'closed'));
    tell({ kind: 'disabled' });
    expect(memory.within(0, 100 * SECOND)[0]!.toUs).toBe(50 * SECOND);
  });

  it('keeps the newest', () => {
    const { memory, tell } = remembering();
    for (let at = 1; at <= 2_100; at++) {
      tell(away(at * 10, 'closed'));
      tell({ kind: 'connected', sinceUs: (at * 10 + 1) * SECOND });
    }
    const kept = memory.within(0, Number.POSITIVE_INFINITY);
    expect(kept).toHaveLength(2_000);
    expect(kept.at(-1)!.fromUs).toBe(21_000 * SECOND);
  });
});
