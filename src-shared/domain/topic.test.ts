import { describe, expect, it } from 'vitest';
import { formatDuration, parseDurationMs } from './duration.ts';
import { topicFault, topicFilterFault } from './topic.ts';

describe('a topic', () => {
  it.each(['acme/plant1/area/line/dev', 'a/b_c-d', 'größe/wert'])('%s is taken', (topic) => {
    expect(topicFault(topic)).toBeUndefined();
  });

  // MQTT 5.0, 4.7.1 and 4.7.2.
  it.each([
    ['a/+/b', 'contains “+”'],
    ['a/#', 'contains “#”'],
    ['$SYS/a', 'starts with “$”'],
    ['a//b', 'empty level'],
    ['', 'empty level'],
    ['a\u0000b', 'contains'],
  ])('%s is refused', (topic, reason) => {
    expect(topicFault(topic)).toContain(reason);
  });
});

describe('a filter of topics', () => {
  it.each(['acme/plant1/#', 'acme/+/+/pressure', '#', '+', 'acme/a'])('%s is taken', (filter) => {
    expect(topicFilterFault(filter)).toBeUndefined();
  });

  it.each([
    ['acme/#/pressure', '“#” before its end'],
    ['acme/pump*+', 'stands alone'],
    ['acme#', 'stands alone'],
    ['acme//x', 'empty level'],
    ['$SYS/#', 'starts with “$”'],
  ])('%s is refused', (filter, reason) => {
    expect(topicFilterFault(filter)).toContain(reason);
  });
});

describe('a duration', () => {
  it.each([
    ['50ms', 50],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['30d', 2_592_000_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
    expect(parseDurationMs(formatDuration(ms))).toBe(ms);
  });

  it.each(['', '5', '-1s', '1 week', '1e3s', 'NaN'])('%s is none', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });
});
