import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportedRows } from './imported-rows.ts';

const FIRST = '11111111-1111-4111-8111-111111111111';
const SECOND = '22222222-2222-4222-8222-222222222222';
const TAGS = [
  { id: 'flow', uid: 'u1' },
  { id: 'level', uid: 'u2' },
];
const row = (id: string, values: Record<string, unknown>) => ({ key: id, id, values });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imported-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what was imported last', () => {
  it('counts only when the edits of an import were applied, and names tags by their identity', async () => {
    const rows = new ImportedRows(folder);
    await rows.stage('d1', 'table', FIRST, [row('flow', { unit: 'bar' })]);
    await rows.stage('d1', 'table', FIRST, [row('level', { unit: 'm' }), row('gone', {})]);
    expect(await rows.read('d1', 'table')).toEqual([]);
    expect(await rows.adopt('d1', FIRST, TAGS)).toBe(2);
    expect(await new ImportedRows(folder).read('d1', 'table')).toEqual([
      { ...row('flow', { unit: 'bar' }), uid: 'u1' },
      { ...row('level', { unit: 'm' }), uid: 'u2' },
    ]);
    expect(await rows.read('d1', 'kepware')).toEqual([]);
    await expect(rows.adopt('d1', FIRST, TAGS)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('keeps what a later file does not speak of, until its tag is gone', async () => {
    const rows = new ImportedRows(folder);
    await rows.stage('d1', 'table', FIRST, [row('flow', { unit: 'bar', scale: 2 }), row('level', { unit: 'm' })]);
    await rows.adopt('d1', FIRST, TAGS);
    await rows.stage('d1', 'table', SECOND, [row('flow', { unit: 'mbar' })]);
    await rows.adopt('d1', SECOND, TAGS.slice(0, 1));
    expect(await rows.read('d1', 'table')).toEqual([{ ...row('flow', { unit: 'mbar', scale: 2 }), uid: 'u1' }]);
  });
});
