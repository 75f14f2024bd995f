import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { openDatabase } from '../../historian/sqlite/open-database.ts';
import { systemClock } from '../../kernel/clock.ts';
import { CounterLog } from '../../log/counter-log.ts';
import { folderDisk } from '../../log/log-disk.ts';
import { loadProject } from '../../project/load-project.ts';
import { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { runBackup } from './backup-command.ts';

let folder: ProjectFolder;
let project: string;
let printed: string[];

beforeEach(async () => {
  printed = [];
  folder = await givenProjectFolder({
    'plant/nexus.yaml': '# hall 2\nproject: { name: Hall 2 }\n',
    'plant/devices/d.yaml':
      'id: d\nprotocol: modbus-tcp\nuns_prefix: a/d\nconnection: { host: 127.0.0.1 }\ntags:\n  - { id: t, address: HR0 }\n',
    'plant/devices/notes.txt': 'ask Ann about unit 3',
    'plant/secrets/mqtt': 's',
    'plant/.git/HEAD': 'ref',
    'plant/.nexus/journal/00000001.jsonl': '{"kind":"intent"}\n',
    'plant/.nexus/journal/reserve': 'zeros',
    'plant/.nexus/publisher.cursor': '{}',
    'plant/.nexus/publisher.cursor.tmp': '{',
    'plant/.nexus/historian.db.damaged-2026': 'x',
  });
  project = join(folder.path, 'plant');
  await ProjectEditor.open(project, drivers, systemClock);
  new CounterLog(folderDisk(join(project, '.nexus/log'))).write(100);
  openDatabase(join(project, '.nexus/historian.db')).close();
});
afterEach(() => folder.remove());

async function backup(
  out: string,
  stopRequested: Promise<void> = new Promise(() => {}),
  history?: string,
): Promise<string> {
  const terminal = { print: (text: string) => void printed.push(text), printError: () => {}, opened: () => {} };
  expect(await runBackup({ kind: 'backup', project, out, history }, { ...terminal, stopRequested })).toBe(0);
  return printed.join('\n');
}

/** Every file below a folder, by path. */
const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

describe('nexus-edge backup', () => {
  it('copies a project with all that belongs to it, and says what it left out', async () => {
    symlinkSync('/etc/hostname', join(project, 'link'));
    const out = join(folder.path, 'backups/today');
    const told = await backup(out);
    expect(told).toMatch(/log: \d+ segments, .*every header read/);
    expect(told).toContain('integrity check passed');
    expect(told).toContain('configuration: 1 devices, revision 1');
    expect(told).toMatch(/left out: .*\.git/);
    expect(told).toContain('link');
    const files = filesOf(out);
    expect(files).toEqual(
      expect.arrayContaining([
        '.nexus/historian.db',
        '.nexus/journal/00000001.jsonl',
        '.nexus/publisher.cursor',
        '.nexus/revisions/000001.json',
        'devices/d.yaml',
        'devices/notes.txt',
        'nexus.yaml',
        'secrets/mqtt',
      ]),
    );
    expect(files.filter((path) => /lock|reserve|\.tmp|damaged|-wal|-shm|\.git\//.test(path))).toEqual([]);
    expect(readFileSync(join(out, 'nexus.yaml'), 'utf8')).toContain('# hall 2');
    // Others on the computer have no business in it: it holds whatever secrets the project folder holds.
    if (process.platform !== 'win32') expect(statSync(out).mode & 0o077).toBe(0);
    expect((await loadProject(out, drivers)).faults.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('writes into an empty folder that is there, and never over anything', async () => {
    const out = join(folder.path, 'out');
    await mkdir(out);
    await backup(out);
    const files = filesOf(out);
    await expect(backup(out)).rejects.toThrow(/holds \d+ files already/);
    expect(filesOf(out)).toEqual(files);
    await expect(backup(join(out, 'nexus.yaml'))).rejects.toThrow('is no folder');
  });

  it.each(['', 'sub/folder', '.nexus/b', 'x.tar.gz'])('refuses the place %j inside the project', async (place) => {
    await expect(backup(join(project, place))).rejects.toThrow(/lies inside the project/);
  });

  it('is one file where a file is named, which holds the same', async () => {
    const archive = join(folder.path, 'deep/er/plant.tar.gz');
    expect(await backup(archive)).toMatch(/archive: .*read back/);
    expect(readdirSync(join(folder.path, 'deep/er'))).toEqual(['plant.tar.gz']);
    const unpacked = join(folder.path, 'unpacked');
    await mkdir(unpacked);
    execFileSync('tar', ['-xzf', archive, '-C', unpacked]);
    await backup(join(folder.path, 'plain'));
    expect(filesOf(unpacked)).toEqual(filesOf(join(folder.path, 'plain')));
    await expect(backup(archive)).rejects.toThrow('is there already');
  });

  it('leaves nothing behind when it is stopped, nor when something is at fault', async () => {
    const out = join(folder.path, 'out');
    await expect(backup(out, Promise.resolve())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(existsSync(out)).toBe(false);
    await expect(backup(`${out}.tgz`, Promise.resolve())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    await mkdir(out);
    const database = openDatabase(join(project, '.nexus/historian.db'));
    database.exec(
      'CREATE TABLE filler (data); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO filler SELECT randomblob(900) FROM n',
    );
    database.close();
    const bytes = readFileSync(join(project, '.nexus/historian.db'));
    // Pages in the middle of the file.
    await writeFile(
      join(project, '.nexus/historian.db'),
      bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 16_384),
    );
    await expect(backup(out)).rejects.toMatchObject({ code: 'NX_BACKUP', text: expect.stringContaining('damaged') });
    expect(readdirSync(folder.path).sort()).toEqual(['out', 'plant']);
    expect(readdirSync(out)).toEqual([]);
  });

  it.each([
    ['30d', 'is in its embedded file, which a backup holds whole. Leave --history out'],
    ['none', 'is in its embedded file'],
    ['soon', '--history soon is no range. Write 30d'],
    ['now..now-1d', '--history now..now-1d ends before it begins'],
    ['2026-02-30..now', '“2026-02-30” is not a time'],
  ])('writes nothing when it is told to carry %j of a project without a database', async (history, why) => {
    const out = join(folder.path, 'out');
    await expect(backup(out, undefined, history)).rejects.toThrow(why);
    expect(existsSync(out)).toBe(false);
  });

  it('is made of a folder that holds a project only', async () => {
    const text = new RegExp('There is no nexus.yaml');
    project = join(folder.path, 'nowhere');
    await expect(backup(join(folder.path, 'out'))).rejects.toThrow(text);
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });
});
