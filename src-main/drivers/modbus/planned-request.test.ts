import { describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import type { DriverTag } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { tcpDriver } from './tcp-driver.ts';

const summary = (settings: object, tags: readonly DriverTag[]) =>
  tcpDriver(ModbusTcpConnection.parse({ host: '127.0.0.1', ...settings }), { clock: systemClock }).plan(tags).summary;

describe('the read plan in numbers', () => {
  it('names the run between two tags that is read along, and what it costs', () => {
    const { requests, limits } = summary({ max_gap: 9 }, [{ address: 'HR20:float32' }, { address: 'HR10:uint16' }]);
    expect(requests).toEqual([
      {
        text: 'FC3 holding 10–21 (12 registers)',
        tags: 2,
        ranges: [
          { area: 'holding', cell: 'register', start: 10, count: 12, rows: [1, 0], gaps: [{ start: 11, count: 9 }] },
        ],
        bytes: { read: 24, wasted: 18, capacity: 250 },
      },
    ]);
    expect(limits).toBe('125 registers or 2000 bits a request, gaps up to 9 registers');
  });

  it('counts bits by the bytes that carry them', () => {
    const { requests } = summary({}, [{ address: 'C0' }, { address: 'C17' }]);
    expect(requests.map(({ ranges, bytes }) => [ranges![0]!.gaps, bytes])).toEqual([
      [[{ start: 1, count: 16 }], { read: 3, wasted: 2, capacity: 250 }],
    ]);
  });

  it('has the room that the device was said to have', () => {
    const tags = Array.from({ length: 20 }, (_, i) => ({ address: `HR${i}:uint16` }));
    const { requests } = summary({ max_registers: 8 }, tags);
    expect(requests.map(({ bytes }) => bytes)).toEqual([
      { read: 16, wasted: 0, capacity: 16 },
      { read: 16, wasted: 0, capacity: 16 },
      { read: 8, wasted: 0, capacity: 16 },
    ]);
  });
});
