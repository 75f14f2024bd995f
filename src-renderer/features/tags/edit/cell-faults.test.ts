import { describe, expect, it } from 'vitest';
import { faultsAtOnce, faultsByRow, faultsOfCheck, joinedFaults } from './cell-faults.ts';
import { appliedTags, cellsChanged, NO_EDITS, rowsAdded, rowsRemoved } from './overlay.ts';
import { rowsToApply, tagRows } from './tag-rows.ts';

const applied = appliedTags([
  { id: 'a', uid: 'u1', name: 'A', address: '40001' },
  { id: 'b', uid: 'u2', name: 'B', address: '40002' },
  { id: 'c', uid: 'u3', name: 'C', address: '40003' },
]);
const removedFirst = rowsRemoved(NO_EDITS, applied, ['u1']);
const fault = {
  code: 'ADDR_SPAN',
  file: 'devices/d.yaml',
  line: null,
  message: 'Too far.',
  severity: 'error',
} as const;

describe('faults that the gateway found', () => {
  it('belong to the rows that it counted: those that are removed are not among them', () => {
    const edited = cellsChanged(removedFirst, applied, [{ key: 'u3', path: 'deadband.absolute', value: -1 }]);
    const rows = rowsToApply(applied, edited);
    const found = faultsOfCheck(
      [
        { ...fault, path: 'tags[0].address' },
        { ...fault, path: 'tags[1].deadband.max_interval' },
        { ...fault, path: 'tags[1]', severity: 'warning' },
        { ...fault, path: 'tags[0].access', severity: 'warning' },
        { ...fault, path: 'mqtt.url', file: 'nexus.yaml' },
      ],
      'devices/d.yaml',
      rows,
    );
    expect(found.map(({ row, column, severity }) => [row, column, severity])).toEqual([
      ['u2', 'address', 'error'],
      ['u3', 'heartbeat', 'error'],
      ['u3', '', 'warning'],
      [null, '', 'error'],
    ]);
  });
});

describe('what is told without asking', () => {
  it('is what is missing, and what stands twice, only of rows that are edited', () => {
    const added = rowsAdded(removedFirst, 'u2', [
      { key: 'n1', form: {}, hasOwnId: false },
      { key: 'n2', form: { id: 'c', name: 'C', address: '40009' }, hasOwnId: true },
      { key: 'n3', form: { id: 'd', name: 'B', address: '40010' }, hasOwnId: true },
      { key: 'n4', form: { id: 'a', name: 'A', address: '40011' }, hasOwnId: true },
    ]);
    const found = faultsAtOnce(tagRows(applied, added, new Map(), new Map()));
    expect(found.map(({ row, column, severity, text }) => [row, column, severity, text])).toEqual([
      ['n1', 'name', 'error', 'This tag has no name yet. Type one, for example Steam pressure.'],
      ['n1', 'address', 'error', 'This tag has no address yet. Type where it stands on the device.'],
      ['n2', 'id', 'error', '“c” is already used in row 7. Tag ids are unique within a device.'],
      ['n3', 'name', 'warning', '“B” is also the name in row 2. Name one of them differently.'],
    ]);
  });

  it('gives way to what the gateway says of the same cell; a row names its errors first', () => {
    const mine = { row: 'n1', column: 'address', severity: 'error', code: 'MISSING_KEY', text: 'mine' } as const;
    const theirs = { ...mine, text: 'theirs' };
    const warning = { ...mine, column: 'name', severity: 'warning' } as const;
    const all = joinedFaults([mine, { ...mine, column: 'unit' }], [warning, theirs]);
    expect(all.map(({ text, column }) => `${column} ${text}`)).toEqual(['name mine', 'address theirs', 'unit mine']);
    const rows = faultsByRow(all, new Map());
    expect(rows.get('n1')!.map(({ severity }) => severity)).toEqual(['error', 'error', 'warning']);
    expect(faultsByRow(all, rows).get('n1'), 'the same faults are the same list').toBe(rows.get('n1'));
  });
});
