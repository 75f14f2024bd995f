import { describe, expect, it } from 'vitest';
import type { BranchRow, NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { foundLines, type PlacedLine, TopicLines } from './topic-lines.ts';

const state = (generation = 1): NamespaceState => ({ generation }) as NamespaceState;
const row = (id: number, parent: number, name: string, over: Partial<BranchRow> = {}): BranchRow => ({
  id,
  parent,
  name,
  topics: 1,
  children: 0,
  messages: 1,
  rate: 0,
  timeMs: 1,
  value: '1',
  quality: '',
  retained: false,
  mark: '',
  ...over,
});
const event = (rows: readonly BranchRow[], generation = 1) => ({ state: state(generation), rows, hidden: [] });

const TREE = [row(1, 0, 'b', { children: 2 }), row(2, 0, 'a'), row(3, 1, 'tag-10'), row(4, 1, 'tag-9')];
const topics = (placed: readonly PlacedLine[]): readonly string[] => placed.map(({ line }) => line.topic);
const all = (): boolean => true;

describe('the lines of the namespace', () => {
  it('stand below their branch, by name, numbers in names as numbers', () => {
    const lines = new TopicLines();
    expect(lines.apply(event(TREE))).toBe(true);
    const placed = lines.placed(all, 'name');
    expect(topics(placed)).toEqual(['a', 'b', 'b/tag-9', 'b/tag-10']);
    expect(placed[2]).toMatchObject({ level: 2, place: 1, of: 2, parent: 'b' });
    expect(topics(lines.placed(() => false, 'name'))).toEqual(['a', 'b']);
  });

  it('change in place: the same line with other facts is no other structure', () => {
    const lines = new TopicLines();
    lines.apply(event(TREE));
    const before = lines.placed(all, 'name');
    expect(lines.apply(event([row(2, 0, 'a', { value: '2', rate: 5 })]))).toBe(false);
    expect(before[0]!.line.facts).toMatchObject({ value: '2', rate: 5 });
    expect(lines.placed(all, 'name')[0]!.line).toBe(before[0]!.line);
  });

  it('are another structure when a leaf becomes a branch', () => {
    const lines = new TopicLines();
    lines.apply(event(TREE));
    expect(lines.apply(event([row(2, 0, 'a', { children: 1 })]))).toBe(true);
  });

  it('can stand by rate or by time instead', () => {
    const lines = new TopicLines();
    lines.apply(event([row(1, 0, 'a', { rate: 1, timeMs: 9 }), row(2, 0, 'b', { rate: 7, timeMs: 3 })]));
    expect(topics(lines.placed(all, 'rate'))).toEqual(['b', 'a']);
    expect(topics(lines.placed(all, 'time'))).toEqual(['a', 'b']);
    expect(topics(lines.placed(all, 'name'))).toEqual(['a', 'b']);
  });

  it('begin anew when the tree of the gateway does', () => {
    const lines = new TopicLines();
    lines.apply(event(TREE));
    expect(lines.apply(event([row(1, 0, 'other')], 2))).toBe(true);
    expect(topics(lines.placed(all, 'name'))).toEqual(['other']);
  });

  it('say below an open branch how many lines are left out', () => {
    const lines = new TopicLines();
    lines.apply({ ...event(TREE), hidden: [{ parent: 1, count: 345 }] });
    expect(lines.placed(all, 'name')[1]).toMatchObject({ hiddenBelow: 345 });
    expect(lines.placed(() => false, 'name')[1]).toMatchObject({ hiddenBelow: 0 });
  });

  it('have what the broker says of itself at their end', () => {
    const lines = new TopicLines();
    lines.apply(event([row(1, 0, '$SYS'), row(2, 0, '$nexus'), row(3, 0, 'zone')]));
    expect(topics(lines.placed(all, 'name'))).toEqual(['$nexus', 'zone', '$SYS']);
  });

  it('of a search are kept where their topic is found again', () => {
    const { id: _id, parent: _parent, name: _name, ...facts } = row(1, 0, 'x');
    const first = foundLines([{ topic: 'a/x', ...facts }], []);
    const second = foundLines(
      [
        { topic: 'a/x', ...facts, value: '7' },
        { topic: 'a/y', ...facts },
      ],
      first,
    );
    expect(second[0]!.line).toBe(first[0]!.line);
    expect(first[0]!.line.facts.value).toBe('7');
    expect(topics(second)).toEqual(['a/x', 'a/y']);
    expect(second[1]!.line).toMatchObject({ above: 'a/', label: 'y' });
  });
});
