import { describe, expect, it } from 'vitest';
import type { BrowsedNode } from '../../../src-shared/contract/browse.ts';
import { type Branch, type BrowseTree, type TreeRow, treeRows } from './browse-tree.ts';
import { closedSiblings, jumpTo, nodeStep } from './tree-keys.ts';

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
  states: [],
  value: '',
  ...more,
});
const folder = (address: string): BrowsedNode => node(address, { kind: 'folder', hasChildren: true, dataType: null });
const branch = (nodes: readonly BrowsedNode[], more: Partial<Branch> = {}): Branch => ({
  ...{ status: 'ready', nodes, isCut: false, reason: '' },
  ...more,
});
const tree = (branches: Readonly<Record<string, Branch>>, open: readonly string[] = []): BrowseTree => ({
  root: 'root',
  branches: new Map(Object.entries(branches)),
  open: new Set(open),
});
const textOf = (row: TreeRow): string => (row.kind === 'node' ? row.node.address : row.text);
const shown = (of: BrowseTree): string[] => treeRows(of).map((row) => `${'.'.repeat(row.level)}${textOf(row)}`);

describe('the lines of an address space', () => {
  it('are those of open folders, each below its own, with the names above them', () => {
    const branches = { root: branch([folder('line'), node('level')]), line: branch([node('speed')]) };
    expect(shown(tree(branches))).toEqual(['.line', '.level']);
    const open = tree(branches, ['/line']);
    expect(shown(open)).toEqual(['.line', '..speed', '.level']);
    expect(treeRows(open)[1]).toMatchObject({ path: ['line'], place: 1, of: 1 });
  });

  it('say in place what is read, refused, empty, without values, stopped and cut', () => {
    expect(shown(tree({}))).toEqual(['.Reading…']);
    const refused = branch([], { status: 'failed', reason: 'The user may not do that.' });
    expect(shown(tree({ root: branch([folder('a'), node('b')]), a: refused }, ['/a']))).toEqual([
      '.a',
      '..The user may not do that.',
      '.b',
    ]);
    expect(shown(tree({ root: branch([]) }))).toEqual(['.This folder is empty.']);
    expect(shown(tree({ root: branch([folder('a'), folder('b')]) })).at(-1)).toBe(
      '.This folder has no variables. 2 sub-folders.',
    );
    expect(shown(tree({ root: branch([node('a')], { status: 'stopped' }) })).at(-1)).toContain('Enter goes on');
    expect(shown(tree({ root: branch([node('a')], { isCut: true }) })).at(-1)).toContain('more than was read');
  });

  it('stand in the tree while the next page is read', () => {
    const half = branch([node('a')], { status: 'reading' });
    expect(shown(tree({ root: half }))).toEqual(['.a', '.Reading…']);
  });

  it('end where a node is below itself', () => {
    const branches = { root: branch([folder('a')]), a: branch([folder('a')]) };
    const open = Array.from({ length: 100 }, (_, depth) => '/a'.repeat(depth + 1));
    expect(treeRows(tree(branches, open)).filter(({ kind }) => kind === 'node')).toHaveLength(32);
  });
});

describe('the keys of the tree', () => {
  const branches = {
    root: branch([folder('line'), folder('tank'), node('level')]),
    line: branch([node('speed'), node('stop')]),
  };
  const rows = treeRows(tree(branches, ['/line']));

  it('open, close and lead in and out, as everywhere', () => {
    expect(rows.map(textOf)).toEqual(['line', 'speed', 'stop', 'tank', 'level']);
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'End'].map((key) => nodeStep(key, rows, 0, 3))).toEqual([
      1,
      'close',
      1,
      4,
    ]);
    expect(['ArrowLeft', 'ArrowRight', 'PageDown', 'Home'].map((key) => nodeStep(key, rows, 2, 2))).toEqual([
      0,
      undefined,
      4,
      0,
    ]);
    expect(['ArrowRight', '*', 'q'].map((key) => nodeStep(key, rows, 3, 2))).toEqual([
      'open',
      'open-siblings',
      undefined,
    ]);
  });

  it('open closed siblings with *', () => {
    expect(closedSiblings(rows, 4).map(({ node: { address } }) => address)).toEqual(['tank']);
    expect(closedSiblings(rows, 1)).toEqual([]);
  });

  it('jump to the next name that begins with what is typed, around the end', () => {
    expect(jumpTo('s', rows, 1)).toBe(2);
    expect(jumpTo('st', rows, 1)).toBe(2);
    expect(jumpTo('l', rows, 3)).toBe(4);
    expect(jumpTo('l', rows, 4)).toBe(0);
    expect(jumpTo('x', rows, 0)).toBeUndefined();
  });
});
