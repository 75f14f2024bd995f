import { describe, expect, it } from 'vitest';
import { LogNames } from '../../log/log-names.ts';
import { decodePayload } from '../payload/decode-payload.ts';
import { counterRow } from '../publishing/log-and-publisher.ts';
import { BatchFormat } from './batch-format.ts';
import { runOf, TakenMessages } from './run-of.ts';

const NUMBERS = Array.from({ length: 2_000 }, (_, i) => i + 1);
const names = new LogNames().with(
  [[1, 'device 1']],
  NUMBERS.map((n) => [n, `tag ${n}`] as const),
);

function formatOf(rows: readonly number[], hasMeta = false): BatchFormat {
  const format = new BatchFormat(hasMeta);
  format.tell(rows.map(counterRow), true);
  return format;
}

describe('a format of one message per device and run of rows', () => {
  it('puts all rows of a record into one message on the topic of the device', () => {
    const taken = new TakenMessages();
    taken.all(formatOf([1, 2, 3], true), runOf({ names, tags: [1, 2, 3], seq: 9 }));
    expect(taken.messages).toMatchObject([{ topic: 'acme/plant/line/device', points: 3, endRow: 3 }]);
    expect(taken.bodies()).toEqual([
      {
        device_id: 'device-1',
        timestamp: '2001-09-09T01:46:40.000000Z',
        log: 'log',
        lane: 0,
        seq: 9,
        values: [1, 2, 3].map((n) => ({
          tag_id: `tag-${n}`,
          value: n - 1,
          timestamp: `2001-09-09T01:46:40.00000${n - 1}Z`,
          quality: 192,
          unit: 'bar',
        })),
      },
    ]);
  });

  it('leaves out tags that nobody names, wherever they stand, and covers their rows', () => {
    const taken = new TakenMessages();
    taken.all(formatOf([2, 4]), runOf({ names, tags: [1, 2, 3, 4, 5] }));
    expect(taken.messages).toMatchObject([{ points: 2, endRow: 5 }]);
    const nobody = new TakenMessages();
    expect(nobody.all(formatOf([]), runOf({ names, tags: [1, 2] }))).toBe(true);
    expect(nobody.messages).toEqual([]);
  });

  it('begins another message where the topic of the device changes', () => {
    const format = new BatchFormat(false);
    format.tell([counterRow(1), { ...counterRow(2), deviceTopic: 'acme/plant', topic: 'acme/plant/x/tag-2' }], true);
    const taken = new TakenMessages();
    taken.all(format, runOf({ names, tags: [1, 1, 2, 1] }));
    expect(taken.messages).toMatchObject([
      { topic: 'acme/plant/line/device', points: 2, endRow: 2 },
      { topic: 'acme/plant', points: 1, endRow: 3 },
      { topic: 'acme/plant/line/device', points: 1, endRow: 4 },
    ]);
    const point = decodePayload('acme/plant', Buffer.from(taken.messages[1]!.payload))!.points[0];
    expect(point).toMatchObject({ topic: 'acme/plant/x/tag-2', tag: 'tag-2' });
  });

  it('splits a record before 64 KiB, and before what the broker takes, without losing a row', () => {
    for (const most of [Number.POSITIVE_INFINITY, 10_000, 100]) {
      const format = formatOf(NUMBERS);
      format.begin(most);
      const taken = new TakenMessages();
      taken.all(format, runOf({ names, tags: NUMBERS }));
      const points = taken.messages.flatMap(({ topic, payload }) => decodePayload(topic, Buffer.from(payload))!.points);
      expect(points.map(({ value }) => value)).toEqual(NUMBERS.map((n) => n - 1));
      expect(taken.messages.at(-1)!.endRow).toBe(NUMBERS.length);
      expect(taken.messages.reduce((sum, message) => sum + message.points, 0)).toBe(NUMBERS.length);
      const longest = Math.max(...taken.messages.map(({ payload }) => payload.length));
      // A broker that takes less than one point gets one point a message, and says what it thinks of it.
      expect(longest).toBeLessThanOrEqual(most === 100 ? 250 : Math.min(65_536, most));
    }
  });
});
