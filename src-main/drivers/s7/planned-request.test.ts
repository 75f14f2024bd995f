import { describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { S7Connection } from './connection.ts';
import { S7Driver } from './driver.ts';

const summary = (settings: object, addresses: readonly string[]) =>
  new S7Driver(S7Connection.parse({ host: '127.0.0.1', ...settings }), systemClock).plan(
    addresses.map((address) => ({ address })),
  ).summary;

describe('the read plan in numbers', () => {
  it('names each range with its gaps, and takes the heads of the ranges from the room', () => {
    const { requests, limits } = summary({ pdu_size: 240 }, ['DB1.DBD0:REAL', 'DB1.DBW6', 'MW10', 'T5']);
    expect(requests).toHaveLength(1);
    expect(requests[0]!.tags).toBe(4);
    expect(requests[0]!.ranges).toEqual([
      { area: 'DB1', cell: 'byte', start: 0, count: 4, rows: [0], gaps: [] },
      { area: 'DB1', cell: 'byte', start: 6, count: 2, rows: [1], gaps: [] },
      { area: 'M', cell: 'byte', start: 10, count: 2, rows: [2], gaps: [] },
      { area: 'T', cell: 'word', start: 5, count: 1, rows: [3], gaps: [] },
    ]);
    expect(requests[0]!.bytes).toEqual({ read: 10, wasted: 0, capacity: 222 - 3 * 4 });
    expect(limits).toBe('PDU of 240 bytes, 20 ranges a request, gaps up to 32 bytes');
  });

  it('tells the bytes that are read along where that saves a request', () => {
    const every10 = Array.from({ length: 21 }, (_, i) => `DB1.DBW${i * 10}`);
    const { requests } = summary({ pdu_size: 240 }, every10);
    expect(requests.map(({ tags }) => tags)).toEqual([21]);
    const { ranges, bytes } = requests[0]!;
    expect(ranges!.reduce((sum, { gaps }) => sum + gaps.reduce((all, gap) => all + gap.count, 0), 0)).toBe(
      bytes!.wasted,
    );
    expect(bytes!.read - bytes!.wasted).toBe(42);
    expect(bytes!.read).toBeLessThanOrEqual(bytes!.capacity);
  });

  it('shows a value that no message brings whole in every request that brings a part of it', () => {
    const { requests } = summary({ pdu_size: 240 }, ['DB1.DBB0:STRING[250]']);
    expect(requests.map(({ tags, ranges }) => [tags, ranges![0]!.rows, ranges![0]!.gaps])).toEqual([
      [0, [0], []],
      [1, [0], []],
    ]);
  });
});
