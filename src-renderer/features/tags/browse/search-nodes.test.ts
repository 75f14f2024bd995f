import { describe, expect, it } from 'vitest';
import type { BrowsedNode } from '../../../../src-shared/contract/drivers.ts';
import { isFound, MOST_FOLDERS, MOST_HITS, type SearchProgress, searchNodes } from './search-nodes.ts';

const node = (address: string, hasChildren = false): BrowsedNode =>
  ({ address, name: `Name of ${address}`, hasChildren }) as BrowsedNode;

async function search(text: string, below: (address: string) => readonly BrowsedNode[], stopAfter = Infinity) {
  const asked: string[] = [];
  const told: SearchProgress[] = [];
  const stop = new AbortController();
  const end = await searchNodes({
    text,
    signal: stop.signal,
    onProgress: (progress) => told.push(progress),
    read: async (address) => {
      asked.push(address);
      if (asked.length >= stopAfter) stop.abort();
      await Promise.resolve();
      return below(address);
    },
  });
  return { asked, end, last: told.at(-1), told };
}

describe('a search through an address space', () => {
  const plant: Readonly<Record<string, readonly BrowsedNode[]>> = {
    '': [node('s=line', true), node('s=level')],
    's=line': [node('s=line.speed', true), node('s=line', true)],
    's=line.speed': [node('s=line.speed.max')],
  };

  it('looks at each node once, level by level, circles or not', async () => {
    const { asked, end, last } = await search('speed', (address) => plant[address] ?? []);
    expect(asked).toEqual(['', 's=line', 's=line.speed']);
    expect([end, last]).toEqual(['done', { folders: 3, nodes: 4, hits: 2 }]);
  });

  it('finds by a part of the name or the address in any case', () => {
    expect(['NAME OF', 'S=A', 'x'].map((text) => isFound(node('s=a'), text))).toEqual([true, true, false]);
  });

  it('stops where it is told to', async () => {
    const { asked, end } = await search('x', (address) => [node(`${address}a`, true)], 3);
    expect([asked.length, end]).toEqual([3, 'stopped']);
  });

  it('has enough at some time', async () => {
    const endless = await search('nothing', (address) => [node(`${address}a`, true)]);
    expect([endless.end, endless.last!.folders]).toEqual(['cut', MOST_FOLDERS]);
    const many = (address: string): BrowsedNode[] =>
      Array.from({ length: 50 }, (_, i) => node(`${address}.${i}`, true));
    const full = await search('name', many);
    expect([full.end, full.last!.hits]).toEqual(['cut', MOST_HITS]);
  });
});
