import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RetainedTopics } from './retained-topics.ts';

let folder: string;
let path: string;
let nowMs = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-retained-'));
  path = join(folder, 'mqtt.json.topics');
  nowMs = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const givenTopics = (): RetainedTopics => new RetainedTopics(path, () => nowMs);

/** All that are to be cleared some time after tags were told. */
function due(topics: RetainedTopics): string[] {
  nowMs += 60_000;
  const found: string[] = [];
  for (let topic = topics.next(found.length); topic !== undefined; topic = topics.next(found.length)) found.push(topic);
  return found.sort();
}

describe('topics that the broker keeps something on', () => {
  it('are to be cleared when no tag has them any more, once', () => {
    const topics = givenTopics();
    topics.tell(new Set(['a', 'b', 'c']));
    expect(due(topics)).toEqual([]);
    topics.tell(new Set(['b', 'd']));
    expect(due(topics)).toEqual(['a', 'c']);
    expect(due(topics)).toEqual([]);
  });

  it('are not cleared while a poll of the old tags may be under way', () => {
    const topics = givenTopics();
    topics.tell(new Set(['a']));
    topics.tell(new Set());
    expect([topics.isDue, topics.next(0)]).toEqual([false, undefined]);
    nowMs += 60_000;
    expect(topics.isDue).toBe(true);
  });

  it('are known after a restart, until the clearing was acknowledged', async () => {
    const first = givenTopics();
    first.tell(new Set(['a', 'b', 'c']));
    await first.save();
    const second = givenTopics();
    second.tell(new Set(['a']));
    expect(due(second)).toEqual(['b', 'c']);
    // The first of the two messages has ended, the second has not.
    second.settle(1);
    await second.save();
    const third = givenTopics();
    third.tell(new Set(['a']));
    expect(due(third)).toHaveLength(1);
  });

  it('stay known when a tag takes the topic again before the clearing has ended', async () => {
    const topics = givenTopics();
    topics.tell(new Set(['a']));
    topics.tell(new Set());
    expect(due(topics)).toEqual(['a']);
    topics.tell(new Set(['a']));
    topics.settle(1);
    await topics.save();
    const again = givenTopics();
    again.tell(new Set());
    expect(due(again)).toEqual(['a']);
  });

  it('are nothing where their file holds something else', () => {
    for (const text of ['', 'rubbish', '{"version":2,"topics":["a"]}', '{"version":1,"topics":[1,null]}', 'null']) {
      writeFileSync(path, text);
      const topics = givenTopics();
      topics.tell(new Set());
      expect(due(topics), text).toEqual([]);
    }
  });
});
