import { describe, expect, it } from 'vitest';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { watchLines, writableTags } from './watch-lines.ts';

const tag = (id: string, access: TagView['access']): TagView => ({ id, access, device: 'd' }) as TagView;
const byDevice = {
  d: { status: 'ready', tags: [tag('a', 'read'), tag('b', 'read_write')], reason: '' },
  slow: { status: 'loading', tags: [], reason: '' },
} as const;
const row = (device: string, name: string) => ({ kind: 'tag', device, tag: name }) as const;

describe('the lines of a watch table', () => {
  it('have keys that go with their rows, also where a row stands twice', () => {
    const [a, b] = [row('d', 'a'), row('d', 'b')];
    const section = { kind: 'section', title: 'S' } as const;
    const keys = watchLines([section, a, b, a], byDevice).map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(watchLines([a, a, section, b], byDevice).map(({ key }) => key)).toEqual([
      keys[1],
      keys[3],
      keys[0],
      keys[2],
    ]);
  });

  it('tell a tag that is not there from one that is still read', () => {
    const lines = watchLines([row('d', 'gone'), row('slow', 'x'), row('other', 'x')], byDevice);
    expect(lines.map((line) => line.kind === 'tag' && [line.tag, line.isRead])).toEqual([
      [undefined, true],
      [undefined, false],
      [undefined, false],
    ]);
  });

  it('name what may be written to, in their order', () => {
    const lines = watchLines([row('d', 'b'), row('d', 'a')], byDevice);
    expect(writableTags(lines).map(({ id }) => id)).toEqual(['b']);
  });
});
