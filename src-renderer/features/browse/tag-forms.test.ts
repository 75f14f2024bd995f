import { describe, expect, it } from 'vitest';
import type { FoundNode } from '../../../src-shared/contract/browse.ts';
import { type TagWishes, tagForms, tagNames } from './tag-forms.ts';

const found = (name: string, path: readonly string[], more: Partial<FoundNode['node']> = {}): FoundNode => ({
  node: {
    ...{ address: `s=${[...path, name].join('.')}`, name, description: '', kind: 'value', hasChildren: false },
    ...{ typeName: 'Double', dataType: 'float64', isReadable: true, isWritable: false, unit: '', value: '' },
    ...{ euLow: null, euHigh: null, states: [] },
    ...more,
  },
  path: [...path],
});
const WISHES: TagWishes = { naming: 'Parent_Name', fromServer: true, isWritable: false, sampling: '' };

describe('names of new tags', () => {
  const nodes = [found('Level', ['Line4', 'Tank1']), found('Level', ['Line4', 'Tank2']), found('Level', [])];

  it('are by the node, by its parent, or by all that is above it', () => {
    expect(tagNames(nodes, 'Parent_Name', [])).toEqual(['Tank1_Level', 'Tank2_Level', 'Level']);
    expect(tagNames(nodes, 'Path', [])).toEqual(['Line4_Tank1_Level', 'Line4_Tank2_Level', 'Level']);
  });

  it('are never taken twice, whatever their case', () => {
    expect(tagNames(nodes, 'Name', ['LEVEL'])).toEqual(['Level_2', 'Level_3', 'Level_4']);
  });
});

describe('a tag of a node', () => {
  const level = found('Level', ['Tank1'], {
    ...{ unit: '%', euLow: 0, euHigh: 100, description: 'Of the tank', isWritable: true },
  });

  it('has what the server says of it', () => {
    expect(tagForms([level], WISHES, [], () => true)).toEqual([
      {
        ...{ name: 'Tank1_Level', address: 's=Tank1.Level', data_type: 'float64', unit: '%' },
        ...{ eu_low: 0, eu_high: 100, description: 'Of the tank' },
      },
    ]);
  });

  it('has no unit that is not known here, and no range that is none', () => {
    const odd = found('Level', [], { unit: 'furlong', euLow: 0, euHigh: 0 });
    expect(tagForms([odd], WISHES, [], () => false)).toEqual([
      { name: 'Level', address: 's=Level', data_type: 'float64' },
    ]);
  });

  it('has the texts of its states', () => {
    const state = found('State', [], { states: ['Off', 'On'], dataType: 'int32' });
    expect(tagForms([state], WISHES, [], () => true)[0]).toMatchObject({ enum: { 0: 'Off', 1: 'On' } });
  });

  it('is writable, sampled on its own and bare only where that is wished', () => {
    const wishes = { ...WISHES, fromServer: false, isWritable: true, sampling: '250ms' };
    expect(tagForms([level, found('Temp', [])], wishes, [], () => true)).toEqual([
      {
        name: 'Tank1_Level',
        address: 's=Tank1.Level',
        data_type: 'float64',
        access: 'read_write',
        poll_interval: '250ms',
      },
      { name: 'Temp', address: 's=Temp', data_type: 'float64', poll_interval: '250ms' },
    ]);
  });
});
