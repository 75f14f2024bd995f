import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_WATCH_TABLES, type WatchTable } from '../../../src-shared/contract/watches.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import type { DocumentChange, DocumentFolder } from './document-folder.ts';
import { watchTables } from './watch-tables.ts';

let folder: ProjectFolder;
let tables: DocumentFolder<WatchTable>;
beforeEach(async () => {
  folder = await givenProjectFolder();
  tables = watchTables(folder.path);
});
afterEach(() => folder.remove());

const table = (id: string, ...tags: readonly string[]): WatchTable => ({
  id,
  name: `Table ${id}`,
  rows: tags.map((tag) => ({ kind: 'tag', device: 'boiler-1', tag })),
});
const text = (id: string): Promise<string> => readFile(join(folder.path, 'watches', `${id}.yaml`), 'utf8');

describe('the documents of a project', () => {
  it('are saved, listed, read and removed, and each change is told', async () => {
    const told: DocumentChange[] = [];
    tables.changed.on((change) => told.push(change));
    const version = await tables.save(table('sat', 'pressure'), null);
    expect(await tables.get('sat')).toEqual({ id: 'sat', document: table('sat', 'pressure'), version });
    expect((await tables.list()).map(({ id }) => id)).toEqual(['sat']);
    expect([await tables.remove('sat'), await tables.remove('sat')]).toEqual([true, false]);
    expect(await tables.list()).toEqual([]);
    expect(told).toEqual([
      { id: 'sat', version },
      { id: 'sat', version: null },
    ]);
  });

  it('keep the comments of a person through a save', async () => {
    await folder.write(
      'watches/sat.yaml',
      'id: sat\nname: Acceptance # agreed with Maria\nrows:\n  # feed side first\n  - kind: section\n    title: Feed\n',
    );
    const { document, version } = await tables.get('sat');
    await tables.save({ ...document, rows: [...document.rows, ...table('x', 'flow').rows] }, version);
    expect(await text('sat')).toContain('# agreed with Maria');
    expect(await text('sat')).toContain('# feed side first');
    expect((await tables.get('sat')).document.rows).toHaveLength(2);
  });

  it.each([
    ['broken YAML', 'id: [', /watches\/sat\.yaml:\d/],
    ['a row of no kind', 'id: sat\nname: A\nrows: [{kind: picture}]\n', /watches\/sat\.yaml:3 rows\[0\]/],
    ['the id of another file', 'id: fat\nname: A\n', /Name the file fat\.yaml/],
    ['too many rows', `id: sat\nname: A\nrows:\n${'  - {kind: section, title: a}\n'.repeat(1_001)}`, /1000 rows/],
  ])('with %s are listed with their fault, beside the others, and not overwritten', async (_, content, fault) => {
    await folder.write('watches/sat.yaml', content);
    await tables.save(table('good'), null);
    expect(await tables.list()).toMatchObject([{ id: 'good' }, { id: 'sat', fault: expect.stringMatching(fault) }]);
    await expect(tables.get('sat')).rejects.toMatchObject({ code: 'NX_DOCUMENT_FAULT' });
    await expect(tables.save(table('sat'), undefined)).rejects.toMatchObject({ code: 'NX_DOCUMENT_FAULT' });
    expect(await text('sat')).toBe(content);
  });

  it('are adopted as they are, unless there is one of that name', async () => {
    expect(await tables.adopt('tour', '# mine\nid: tour\nname: Tour\n')).toBe(true);
    expect(await tables.adopt('tour', 'id: tour\nname: Other\n')).toBe(false);
    expect(await text('tour')).toContain('# mine');
  });

  it.each(['../nexus', '..', 'a/b', 'a\\b', 'A', 'con', '', 'x'.repeat(65)])('have no id %j', async (id) => {
    await folder.write('nexus.yaml', 'id: nexus\nname: N\n');
    await mkdir(join(folder.path, 'watches'), { recursive: true });
    await expect(tables.get(id)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    await expect(tables.save({ ...table('a'), id }, undefined)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    await expect(tables.remove(id)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    expect(await readdir(join(folder.path, 'watches'))).toEqual([]);
  });

  it('are refused to who did not see the last change', async () => {
    const first = await tables.save(table('sat', 'a'), null);
    await tables.save(table('sat', 'b'), first);
    await expect(tables.save(table('sat', 'c'), first)).rejects.toMatchObject({ code: 'NX_REVISION_CONFLICT' });
    await expect(tables.save(table('sat', 'c'), null)).rejects.toMatchObject({ code: 'NX_REVISION_CONFLICT' });
    await expect(tables.save(table('new', 'c'), first)).rejects.toMatchObject({ code: 'NX_REVISION_CONFLICT' });
    expect((await tables.get('sat')).document).toEqual(table('sat', 'b'));
  });

  it('of which many are saved at once, one has the base that all of them named', async () => {
    const base = await tables.save(table('sat'), null);
    const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map((tag) => tables.save(table('sat', tag), base)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  });

  it('are no more than the limit', async () => {
    for (let i = 0; i < MAX_WATCH_TABLES; i++) {
      await folder.write(`watches/t${i}.yaml`, `id: t${i}\nname: T\n`);
    }
    await expect(tables.save(table('one-more'), null)).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    await tables.save(table('t0', 'a'), undefined);
  });

  it('pass over what is no file of theirs', async () => {
    await folder.write('watches/notes.txt', 'mine');
    await folder.write('watches/Upper.yaml', 'id: Upper\nname: U\n');
    await mkdir(join(folder.path, 'watches/folder.yaml'));
    await symlink(join(folder.path, 'nothing'), join(folder.path, 'watches/gone.yaml'));
    expect(await tables.list()).toMatchObject([{ id: 'folder', fault: expect.stringMatching(/not a plain file/) }]);
  });
});
