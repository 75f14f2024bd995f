import { describe, expect, it } from 'vitest';
import { decodeGap, decodeSeen, encodeGap, encodeSeen, recentDevices } from './log-gap.ts';

const HOUR = 3_600e6;

describe('a gap in the log', () => {
  it('comes back as it was written, also from a payload that was padded', () => {
    const gap = { fromUs: 1, toUs: 9, reason: 'restart', devices: new Map([['device “1”', 0.5]]) } as const;
    expect(decodeGap(Buffer.from(encodeGap(gap)))).toEqual(gap);
    expect(decodeGap(Buffer.concat([encodeGap(gap), Buffer.alloc(7)]))).toEqual(gap);
    const seen = { receivedUs: 7, devices: new Map([['device 1', 3]]) };
    expect(decodeSeen(Buffer.from(encodeSeen(seen.receivedUs, seen.devices)))).toEqual(seen);
  });

  it('leaves out devices that fell silent more than a day before', () => {
    const devices = new Map([
      ['gone', 0],
      ['slow', 2 * HOUR],
    ]);
    expect([...recentDevices(devices, 25 * HOUR).keys()]).toEqual(['slow']);
  });
});
