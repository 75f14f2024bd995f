import { describe, expect, it } from 'vitest';
import { TopicTree } from './topic-tree.ts';

const MANY = { topics: 1_000, bytes: 1_000_000 };
const LIVE = { qos: 1, retain: false };
const KEPT = { qos: 0, retain: true };

function given(limits = MANY): { readonly tree: TopicTree; readonly says: typeof says; readonly at: { ms: number } } {
  const at = { ms: 0 };
  const tree = new TopicTree(limits, 0);
  const says = (topic: string, text = '1', facts = LIVE): void =>
    tree.receive(topic, Buffer.from(text), facts, at.ms, 1_000_000 + at.ms);
  return { tree, says, at };
}

const tagOf = (topic: string) => ({ topic, device: 'boiler-1', tag: topic.split('/').at(-1)! });

describe('the tree of topics', () => {
  it('counts messages and topics of a branch, whatever is below it', () => {
    const { tree, says } = given();
    says('acme/boiler/pressure', '8.42');
    says('acme/boiler/pressure', '8.43');
    says('acme/boiler', 'a topic that is a branch too');
    says('other/x');
    expect(tree.root).toMatchObject({ messages: 4, topics: 3 });
    expect(tree.find('acme')).toMatchObject({ messages: 3, topics: 2, message: undefined });
    expect(tree.find('acme/boiler')).toMatchObject({ messages: 3, topics: 2 });
    expect(tree.find('acme/boiler/pressure')?.payload?.toString()).toBe('8.43');
    expect(tree.find('acme/pump')).toBeUndefined();
  });

  it('keeps empty levels apart: they are names as others are', () => {
    const { tree, says } = given();
    says('/a');
    says('a//b');
    expect(tree.find('/a')?.topic).toBe('/a');
    expect(tree.find('a//b')?.topic).toBe('a//b');
    expect(tree.find('a')?.topics).toBe(1);
  });

  it('says messages a second over the last five, and none when they stop', () => {
    const { tree, says, at } = given();
    for (; at.ms < 20_000; at.ms += 100) says('a/b');
    const { rate } = tree.find('a')!;
    expect(rate.at(20_000, 0)).toBeCloseTo(10, 0);
    expect(rate.at(22_500, 0)).toBeCloseTo(5, 0);
    expect(rate.at(31_000, 0)).toBe(0);
  });

  it('does not spread what came in the first two seconds over five', () => {
    const { tree, says, at } = given();
    for (; at.ms < 2_000; at.ms += 100) says('a');
    expect(tree.find('a')!.rate.at(2_000, 0)).toBe(10);
  });

  it('knows what the broker keeps until it is cleared', () => {
    const { tree, says } = given();
    says('a', '1', KEPT);
    says('a', '2', LIVE);
    expect(tree.find('a')?.isRetained).toBe(true);
    says('a', '', KEPT);
    expect(tree.find('a')?.isRetained).toBe(false);
  });

  it('counts messages of topics beyond the limit and keeps none of them', () => {
    const { tree, says } = given({ topics: 10, bytes: 1_000_000 });
    for (let n = 0; n < 25; n++) says(`t/${n}`);
    expect(tree.root).toMatchObject({ topics: 10, messages: 25 });
    expect(tree.beyondMessages).toBe(15);
    says('t/3', 'again');
    expect(tree.find('t/3')?.messages).toBe(2);
    expect(tree.beyondMessages).toBe(15);
  });

  it('never holds more bytes than it may: first payloads are left out, then topics', () => {
    const { tree, says } = given({ topics: 10_000, bytes: 50_000 });
    for (let n = 0; n < 200; n++) says(`a/${n}`, 'x'.repeat(1_000));
    expect(tree.bytes).toBeLessThanOrEqual(50_000);
    expect(tree.beyondPayloads).toBeGreaterThan(0);
    expect(tree.beyondMessages).toBeGreaterThan(0);
    expect(tree.root.messages).toBe(200);
    const left = [...tree.topics].find(({ message }) => message && !message.payload);
    expect(left?.message?.bytes).toBe(1_000);
  });

  it('counts a topic of a million levels and does not grow by it', () => {
    const { tree, says } = given();
    says('/'.repeat(60_000));
    expect(tree.root).toMatchObject({ messages: 1, topics: 0 });
    expect(tree.beyondMessages).toBe(1);
  });

  it('tells topics of tags that were never seen from topics below our prefixes that no tag has', () => {
    const { tree, says } = given();
    says('acme/boiler/old');
    tree.expect([tagOf('acme/boiler/pressure'), tagOf('acme/boiler/level')], new Set(['acme']));
    expect([tree.missing, tree.orphans]).toEqual([2, 1]);
    says('acme/boiler/pressure');
    says('acme/boiler/new');
    says('elsewhere/x');
    expect([tree.missing, tree.orphans]).toEqual([1, 2]);
    expect(tree.find('acme/boiler/pressure')?.mark).toBe('');
    expect(tree.find('acme/boiler/level')?.mark).toBe('missing');
    expect(tree.find('acme/boiler/new')?.mark).toBe('orphan');
    expect(tree.find('elsewhere/x')?.mark).toBe('');
  });

  it('takes topics away that only an earlier project had, and keeps what was seen', () => {
    const { tree, says } = given();
    tree.expect([tagOf('acme/a/x'), tagOf('acme/a/y'), tagOf('acme/b/z')], new Set(['acme']));
    says('acme/a/x');
    const bytes = tree.bytes;
    expect(tree.expect([tagOf('acme/a/y')], new Set(['acme']))).toBe(true);
    expect(tree.find('acme/b')).toBeUndefined();
    expect(tree.find('acme/a/x')?.mark).toBe('orphan');
    expect([tree.missing, tree.orphans]).toEqual([1, 1]);
    expect(tree.bytes).toBeLessThan(bytes);
    expect(tree.expect([tagOf('acme/a/y')], new Set(['acme']))).toBe(false);
  });
});
