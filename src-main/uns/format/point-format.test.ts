import { describe, expect, it } from 'vitest';
import { LogNames } from '../../log/log-names.ts';
import { counterRow } from '../publishing/log-and-publisher.ts';
import { JSON_POINTS, PointFormat } from './point-format.ts';
import { runOf, TakenMessages } from './run-of.ts';

const names = new LogNames().with(
  [[1, 'device 1']],
  [
    [1, 'tag 1'],
    [2, 'tag 2'],
    [3, 'tag 3'],
  ],
);

describe('a format of one point a message', () => {
  it('makes a message of each row, and passes over tags that nobody names', () => {
    const format = new PointFormat(JSON_POINTS, false);
    format.tell([counterRow(1), counterRow(3)], true);
    const taken = new TakenMessages();
    taken.all(format, runOf({ names, tags: [1, 2, 3] }));
    expect(taken.messages).toMatchObject([
      { topic: 'acme/plant/line/device/tag-1', points: 1, endRow: 1 },
      { topic: 'acme/plant/line/device/tag-3', points: 1, endRow: 3 },
    ]);
  });

  it('puts log, lane and seq of its own record behind each payload where that is wanted', () => {
    const format = new PointFormat(JSON_POINTS, true);
    format.tell([counterRow(1)], true);
    const taken = new TakenMessages();
    for (const seq of [7, 8]) taken.all(format, runOf({ names, tags: [1], seq }));
    expect(taken.bodies()).toMatchObject([
      { log: 'log', lane: 0, seq: 7 },
      { log: 'log', lane: 0, seq: 8 },
    ]);
  });
});
