import { describe, expect, it } from 'vitest';
import type { BrowsedNode } from '../../../../src-shared/contract/drivers.ts';
import { type Branch, type BrowseTree, EMPTY_TREE, foundRows, tagForms, treeRows } from './browse-tree.ts';

const node = (address: string, more: Partial<BrowsedNode> = {}): BrowsedNode => ({
  address,
  name: address,
  description: '',
  kind: 'value',
  hasChildren: false,
  typeName: 'Double',
  dataType: 'float64',
  isReadable: true,
  isWritable: false,
  unit: '',
  euLow: null,
  euHigh: null,
  value: '',
  ...more,
});
const branch = (nodes: readonly BrowsedNode[], more: Partial<Branch> = {}): Branch => ({
  ...{ status: 'ready', nodes, isCut: false, reason: '' },
  ...more,
});
const tree = (branches: Readonly<Record<string, Branch>>, open: readonly string[] = []): BrowseTree => ({
  ...EMPTY_TREE,
  branches: new Map(Object.entries(branches)),
  open: new Set(['', ...open]),
});
const shown = (of: BrowseTree): string[] =>
  treeRows(of).map((row) => `${'.'.repeat(row.level)}${row.kind === 'node' ? row.node.address : row.text}`);

describe('the lines of an address space', () => {
  it('are those of open folders, each below its own', () => {
    const branches = { '': branch([node('line'), node('level')]), line: branch([node('speed')]) };
    expect(shown(tree(branches))).toEqual(['.line', '.level']);
    expect(shown(tree(branches, ['/line']))).toEqual(['.line', '..speed', '.level']);
  });

  it('say what is read, what failed, what is empty and what is cut', () => {
    expect(shown(EMPTY_TREE)).toEqual(['.Reading…']);
    const failed = branch([], { status: 'failed', reason: 'The user may not do that.' });
    expect(shown(tree({ '': failed }))).toEqual(['.The user may not do that.']);
    expect(shown(tree({ '': branch([]) }))).toEqual(['.Nothing is below it.']);
    expect(shown(tree({ '': branch([node('a')], { isCut: true }) })).at(-1)).toContain('more here than was read');
  });

  it('end where a node is below itself', () => {
    const branches = { '': branch([node('a')]), a: branch([node('a')]) };
    const path = (depth: number): string => '/a'.repeat(depth);
    const open = Array.from({ length: 100 }, (_, depth) => path(depth + 1));
    expect(treeRows(tree(branches, open)).length).toBeLessThan(40);
  });
});

describe('the lines of what was found', () => {
  const found = (of: BrowseTree, text: string): string[] =>
    foundRows(of, ({ name }) => name.includes(text)).map(
      (row) => `${'.'.repeat(row.level)}${row.kind === 'node' ? `${row.node.address} ${row.isOpen}` : row.text}`,
    );
  const branches = {
    '': branch([node('line', { hasChildren: true }), node('level'), node('again', { hasChildren: true })]),
    line: branch([node('speed'), node('tank', { hasChildren: true })]),
    tank: branch([node('depth'), node('line', { hasChildren: true })]),
    again: branch([node('speed')]),
  };

  it('are the nodes and what leads to them, each once, circles or not', () => {
    expect(found(tree(branches), 'speed')).toEqual(['.line true', '..speed false']);
    expect(found(tree(branches), 'e')).toEqual([
      '.line true',
      '..speed false',
      '..tank true',
      '...depth false',
      '.level false',
    ]);
    expect(found(tree(branches), 'nothing')).toEqual([]);
  });

  it('are those below a node that was found and is open', () => {
    expect(found(tree(branches, ['/line/tank']), 'tank')).toEqual([
      '.line true',
      '..tank true',
      '...depth false',
      '...line false',
    ]);
  });
});

describe('tags made of nodes', () => {
  const knows = (unit: string): boolean => unit === 'bar';

  it('have address, type, unit, range and description from the device', () => {
    const given = node('nsu=u;s=P', { name: 'P', unit: 'bar', euLow: 0, euHigh: 16, description: 'Steam' });
    expect(tagForms([{ node: given, parent: 'Line' }], [], knows)).toEqual([
      {
        name: 'P',
        address: 'nsu=u;s=P',
        data_type: 'float64',
        unit: 'bar',
        eu_low: 0,
        eu_high: 16,
        description: 'Steam',
      },
    ]);
  });

  it('leave out what this gateway cannot use', () => {
    const given = node('a', { unit: 'furlong', dataType: null, euLow: 5, euHigh: 5 });
    expect(tagForms([{ node: given, parent: '' }], [], knows)).toEqual([{ name: 'a', address: 'a' }]);
  });

  it('get names of their own', () => {
    const same = (address: string, parent: string) => ({ node: node(address, { name: 'Level' }), parent });
    const forms = tagForms([same('a', 'Tank1'), same('b', 'Tank1'), same('c', 'Tank2')], ['level'], knows);
    expect(forms.map(({ name }) => name)).toEqual(['Tank1 Level', 'Tank1 Level 2', 'Tank2 Level']);
  });
});
