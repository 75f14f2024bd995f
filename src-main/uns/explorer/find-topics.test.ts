import { describe, expect, it } from 'vitest';
import { findTopics } from './find-topics.ts';
import { isTopicFilter } from './topic-filter.ts';
import { TopicTree } from './topic-tree.ts';

const tree = new TopicTree({ topics: 1_000, bytes: 1_000_000 }, 0);
const TOPICS = [
  'acme/boiler/Flow',
  'acme/boiler/flow',
  'acme/pump/flow',
  'acme/pump two/level',
  'acme//x',
  '$SYS/load',
];
for (const topic of TOPICS) {
  tree.receive(topic, Buffer.from('1'), { qos: 0, retain: topic.endsWith('level') || topic.startsWith('$') }, 0, 0);
}
tree.expect([{ topic: 'acme/boiler/gone', device: 'boiler', tag: 'gone' }], new Set());

const found = (text: string, only: Parameters<typeof findTopics>[1]['only'] = 'all', limit = 100): readonly string[] =>
  findTopics(tree, { text, only, limit }, { nowMs: 0, sinceMs: 0 }, []).topics.map(({ topic }) => topic);

describe('a search for topics', () => {
  it('finds all words in any case, wherever they are', () => {
    expect(found('FLOW boil')).toEqual(['acme/boiler/Flow', 'acme/boiler/flow']);
    expect(found('nothing')).toEqual([]);
  });

  it('takes a filter with + and # as MQTT does', () => {
    expect(found('acme/+/flow')).toEqual(['acme/boiler/flow', 'acme/pump/flow']);
    expect(found('acme/pump/#')).toEqual(['acme/pump/flow']);
    expect(found('#')).not.toContain('$SYS/load');
    expect(found('$SYS/#')).toEqual(['$SYS/load']);
  });

  it('finds what is missing, what the broker keeps, and names that nobody may have meant', () => {
    expect(found('', 'missing')).toEqual(['acme/boiler/gone']);
    expect(found('', 'retained')).toEqual(['acme/pump two/level']);
    expect(found('', 'odd')).toEqual(['acme//x', 'acme/boiler/Flow', 'acme/boiler/flow', 'acme/pump two/level']);
  });

  it('has what the broker says of itself at its end, and never among what it keeps for others', () => {
    expect(found('').at(-1)).toBe('$SYS/load');
    expect(found('', 'retained')).not.toContain('$SYS/load');
  });

  it('says how many there are beyond the limit', () => {
    expect(findTopics(tree, { text: '', only: 'all', limit: 2 }, { nowMs: 0, sinceMs: 0 }, [])).toMatchObject({
      total: 7,
      topics: [{ topic: 'acme//x' }, { topic: 'acme/boiler/Flow' }],
    });
  });
});

describe('a filter to subscribe to', () => {
  it('has # at its end only, and + and # as whole levels', () => {
    expect(['#', 'a/#', '+/b', 'a/+/c', '/', '$SYS/#'].every(isTopicFilter)).toBe(true);
    expect(['', 'a/#/x', 'a#', 'a+/b', '$share/g/a'].some(isTopicFilter)).toBe(false);
  });
});
