import { describe, expect, it } from 'vitest';
import type { MemoryAreaView } from '../../../../src-shared/contract/memory.ts';
import type { PlaceReading, PlaceView } from '../../../../src-shared/contract/places.ts';
import { type BlockValue, blockNodes, type FileBlockView, fileCells, mismatchText, verdictOf } from './block-values.ts';

const place = (start: number, count: number): PlaceView => ({
  ...{ area: 'DB10', start, bit: null, type: 'REAL', length: null, count, canonical: `DB10.DBD${start}:REAL` },
  ...{ notations: [], dataType: 'float32', remarks: [] },
});
const value = (key: string, start: number, count = 4): BlockValue => ({
  ...{ key, name: key, type: 'REAL', comment: '', place: place(start, count) },
});
const block = (values: readonly BlockValue[], access: FileBlockView['access'] = 'standard'): FileBlockView => ({
  ...{ key: 'line 0', layout: 'line', index: 0, area: 'DB10', name: 'Mixer', access, values },
});
const area = (id: string, bytes: number | undefined, more: Partial<MemoryAreaView> = {}): MemoryAreaView => ({
  ...{ id, title: id, group: id.startsWith('DB') ? 'Data blocks' : '', cell: 'byte', first: 0 },
  ...{ last: (bytes ?? 65_536) - 1, isLastKnown: bytes !== undefined, perRequest: 222, notations: [], fault: null },
  ...more,
});
const read = (change: Partial<PlaceReading>): PlaceReading => ({
  ...{ place: null, fault: null, text: '42', hex: '', doubt: null, reason: null, isPending: false },
  ...change,
});

describe('blocks of a device', () => {
  it('are those of the device and those of files, each once, by number', () => {
    const nodes = blockNodes(
      [area('M', 128), area('DB11', 40), area('DB2', 8), area('DB10', 8)],
      [block([value('a', 0)])],
      new Map(),
    );
    expect(nodes.map(({ title, sources }) => [title, sources])).toEqual([
      ['DB2', ['CPU']],
      ['DB10 “Mixer”', ['file', 'CPU']],
      ['DB11', ['CPU']],
      ['M', ['CPU']],
    ]);
  });

  it('are of the file alone where the device does not give them', () => {
    const fault = { code: 's7.putget', text: 'The CPU refused the read.' };
    const [node] = blockNodes([area('DB10', undefined, { fault })], [block([value('a', 0)])], new Map());
    expect(node).toMatchObject({ sources: ['file'], fault, mismatch: '' });
  });

  it('are told where their lengths differ, and from where on values are hardly right', () => {
    const file = block([value('a', 0), value('b', 60), value('c', 128)]);
    expect(fileCells(file.values)).toBe(132);
    expect(mismatchText('DB10', 132, file, new Map())).toBe('');
    expect(mismatchText('DB10', 120, file, new Map())).toBe(
      'DB10 is 120 bytes on the CPU but 132 in the file. Offsets in it may be wrong.',
    );
    const readings = new Map([
      ['a', read({})],
      ['b', read({ doubt: 'No measured value is that small.' })],
    ]);
    expect(mismatchText('DB10', 120, file, readings)).toContain('Offsets after byte 59 may be wrong.');
    expect(mismatchText('DB10', 120, block(file.values, 'optimised'), readings)).toBe('');
  });

  it('have values that are reachable, doubtful, behind the end, without access or optimised', () => {
    const one = value('a', 0);
    const reason = (code: string) => read({ text: null, reason: { code, text: 'Refused.' } });
    expect(verdictOf(one, undefined, false)).toBe('unread');
    expect(verdictOf(one, read({}), false)).toBe('reachable');
    expect(verdictOf(one, read({ doubt: 'Hardly.' }), false)).toBe('doubtful');
    expect(verdictOf(one, reason('s7.range'), false)).toBe('behind');
    expect(verdictOf(one, reason('s7.putget'), false)).toBe('refused');
    expect(verdictOf(one, read({ isPending: true, text: null }), false)).toBe('looking');
    expect(verdictOf({ ...one, place: null }, undefined, true)).toBe('optimised');
  });
});
