import { describe, expect, it } from 'vitest';
import { differences, type Snapshot, type Stamped } from './snapshots.ts';

const stamped = (value: string, quality = 'Good', timeUs = 1): Stamped => ({ name: value, value, quality, timeUs });
const snapshot = (values: Readonly<Record<string, Stamped>>): Snapshot => ({
  takenMs: 0,
  values: new Map(Object.entries(values)),
});

describe('two snapshots', () => {
  it('differ where value or quality changed, not where only the time did', () => {
    const before = snapshot({ a: stamped('1'), b: stamped('2'), c: stamped('3') });
    const after = snapshot({ a: stamped('1', 'Good', 9), b: stamped('2.5'), c: stamped('3', 'Bad: device failure') });
    expect(differences(before, after).map(({ key, before: was, after: is }) => [key, was?.value, is?.value])).toEqual([
      ['b', '2', '2.5'],
      ['c', '3', '3'],
    ]);
  });

  it('differ where only one of them has a tag', () => {
    const found = differences(snapshot({ gone: stamped('1') }), snapshot({ fresh: stamped('2') }));
    expect(found.map(({ key, before, after }) => [key, before?.value, after?.value])).toEqual([
      ['fresh', undefined, '2'],
      ['gone', '1', undefined],
    ]);
  });
});
