import { describe, expect, it } from 'vitest';
import { appliedTags, NO_EDITS } from './overlay.ts';
import { type PastedBlock, pastedBlock } from './paste-block.ts';
import { fieldById, type TagField } from './tag-fields.ts';
import { rowsToApply } from './tag-rows.ts';

const rows = rowsToApply(
  appliedTags([
    { id: 'a', uid: 'u1', name: 'A', address: '40001' },
    { id: 'b', uid: 'u2', name: 'B', address: '40002' },
  ]),
  NO_EDITS,
);
const columns: readonly TagField[] = ['name', 'address', 'type', 'rawHigh', 'deadband'].map((id) => fieldById(id)!);

function paste(block: readonly (readonly string[])[], from = 0): PastedBlock {
  let count = 0;
  return pastedBlock(block, { rows: rows.slice(from), columns, newKey: () => `n${count++}` });
}
const cells = ({ cells: all }: PastedBlock): readonly unknown[] =>
  all.map(({ key, path, value }) => [key, path, value]);

describe('a block that is pasted', () => {
  it('lands at the cell and adds the rows that it needs', () => {
    const pasted = paste(
      [
        ['X', '40010'],
        ['Y', '40012'],
      ],
      1,
    );
    expect(pasted.added.map(({ key }) => key)).toEqual(['n0']);
    expect(cells(pasted)).toEqual([
      ['u2', 'name', 'X'],
      ['u2', 'address', '40010'],
      ['n0', 'name', 'Y'],
      ['n0', 'address', '40012'],
    ]);
    expect(pasted.ignored).toBeUndefined();
  });

  it('goes by the names of its columns where two of them are known, and tells which are not', () => {
    const pasted = paste([
      ['Raw high', 'Comment2', 'ADDRESS', 'Data type'],
      ['27648', 'x', '40010', 'FLOAT32'],
    ]);
    expect(pasted).toMatchObject({ ignored: ['Comment2'], columns: 3 });
    expect(cells(pasted)).toEqual([
      ['u1', 'raw_high', 27_648],
      ['u1', 'address', '40010'],
      ['u1', 'data_type', 'float32'],
    ]);
  });

  it('takes the decimal sign from all of its numbers, and what does not fit as it was typed', () => {
    const pasted = paste([
      ['A', '40001', 'REAL', '1,234', 'x'],
      ['B', '40002', 'bool', '3,5', ''],
    ]);
    expect(cells(pasted).filter((_, at) => at % 5 >= 2)).toEqual([
      ['u1', 'data_type', 'REAL'],
      ['u1', 'raw_high', 1.234],
      ['u1', 'deadband.absolute', 'x'],
      ['u2', 'data_type', 'bool'],
      ['u2', 'raw_high', 3.5],
      ['u2', 'deadband.absolute', undefined],
    ]);
  });
});
