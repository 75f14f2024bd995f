import { describe, expect, it } from 'vitest';
import { AdaptivePolling, fastestMsOf, paceOf, USUAL_ADAPTIVE } from './adaptive-polling.ts';

const device = { poll_interval: '1s', adaptive_polling: AdaptivePolling.parse({ fastest: '200ms', slowest: '10s' }) };

describe('the pace of a tag', () => {
  it('is that of its device, unless it has an interval of its own, which it keeps to', () => {
    const bounds = { fastestMs: 200, slowestMs: 10_000 };
    expect(paceOf(device, {})).toEqual({ intervalMs: 1_000, bounds });
    expect(paceOf(device, { poll_interval: '500ms' })).toEqual({ intervalMs: 500, bounds: undefined });
    expect(paceOf({ poll_interval: '1s' }, {})).toEqual({ intervalMs: 1_000, bounds: undefined });
  });

  it('has bounds of its own where it gives them, and the interval where it gives only one', () => {
    const own = { poll_interval: '5s', adaptive_polling: { slowest: '60s' } };
    expect(paceOf(device, own)).toEqual({ intervalMs: 5_000, bounds: { fastestMs: 5_000, slowestMs: 60_000 } });
    expect(fastestMsOf(device, own)).toBe(5_000);
    expect(fastestMsOf(device, {})).toBe(200);
  });

  it('stays where bounds leave nothing to choose, or cannot be read', () => {
    expect(paceOf({ poll_interval: '1s', adaptive_polling: USUAL_ADAPTIVE }, {}).bounds).toBeUndefined();
    expect(paceOf({ poll_interval: '1s' }, { adaptive_polling: { fastest: 'soon' } }).bounds).toBeUndefined();
  });
});
