import { describe, expect, it } from 'vitest';
import { BranchView } from './branch-view.ts';
import { TopicTree } from './topic-tree.ts';

const at = (nowMs: number) => ({ nowMs, sinceMs: 0 });

function given(topics: readonly string[]): {
  readonly tree: TopicTree;
  readonly says: (topic: string, ms?: number) => void;
} {
  const tree = new TopicTree({ topics: 100_000, bytes: 2 ** 30 }, 0);
  const says = (topic: string, ms = 0): void =>
    tree.receive(topic, Buffer.from('1'), { qos: 0, retain: false }, ms, 5_000 + ms);
  for (const topic of topics) says(topic);
  return { tree, says };
}

const namesOf = (change: ReturnType<BranchView['next']>): readonly string[] =>
  change?.rows.map(({ name }) => name) ?? [];

describe('what a viewer sees of the tree', () => {
  it('is the lines of open branches only', () => {
    const { tree } = given(['a/x/1', 'a/y', 'b/z']);
    const view = new BranchView(tree, [], ['a']);
    expect(namesOf(view.next(at(60_000)))).toEqual(['a', 'b', 'x', 'y']);
    view.open = ['a', 'a/x', 'not there'];
    expect(namesOf(view.next(at(60_000)))).toEqual(['1']);
  });

  it('is then only what changed, with the branches above it', () => {
    const { tree, says } = given(['a/x', 'a/y', 'b/z']);
    const view = new BranchView(tree, [], ['a', 'b']);
    view.next(at(60_000));
    expect(view.next(at(60_000))).toBeUndefined();
    says('a/y', 60_000);
    const change = view.next(at(60_000));
    expect(namesOf(change)).toEqual(['a', 'y']);
    expect(change?.rows[1]).toMatchObject({ messages: 2, value: '1', timeMs: 65_000, rate: 0.2 });
  });

  it('tells of a rate that falls though nothing comes', () => {
    const { tree } = given(['a']);
    const view = new BranchView(tree, [], []);
    expect(view.next(at(0))?.rows[0]?.rate).toBe(1);
    expect(view.next(at(2_000))?.rows[0]?.rate).toBe(0.5);
    expect(view.next(at(20_000))?.rows[0]?.rate).toBe(0);
    expect(view.next(at(30_000))).toBeUndefined();
  });

  it('tells a closed branch anew when it is opened again', () => {
    const { tree } = given(['a/x']);
    const view = new BranchView(tree, [], ['a']);
    view.next(at(60_000));
    view.open = [];
    view.open = ['a'];
    expect(namesOf(view.next(at(60_000)))).toEqual(['x']);
  });

  it('sends a thousand lines at once, the longest untold first, until all were told', () => {
    const topics = Array.from({ length: 1_500 }, (_, n) => `a/${n}`);
    const { tree, says } = given(topics);
    const view = new BranchView(tree, [], ['a']);
    expect(view.next(at(60_000))?.rows).toHaveLength(1_000);
    // Those that were told change meanwhile: they do not keep the others from their turn.
    for (const topic of topics.slice(0, 900)) says(topic, 60_000);
    expect(namesOf(view.next(at(60_000)))).toContain('1499');
  });

  it('says how many lines of a crowded branch are left out', () => {
    const { tree } = given(Array.from({ length: 2_345 }, (_, n) => `a/${n}`));
    const view = new BranchView(tree, [], ['a']);
    expect(view.next(at(60_000))?.hidden).toEqual([{ parent: tree.find('a')!.id, count: 345 }]);
    expect(view.next(at(60_000))?.hidden).toEqual([]);
  });
});
