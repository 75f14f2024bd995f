import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../historian/sqlite/open-database.ts';
import { CounterLog } from '../../log/counter-log.ts';
import { folderDisk } from '../../log/log-disk.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { backupProject } from './backup-project.ts';
import { packFolder } from './pack-folder.ts';
import { type Restored, restoreProject } from './restore-project.ts';

const LONG = `notes/${'long '.repeat(30)}name.txt`;
const never = new AbortController().signal;
let folder: ProjectFolder;
let plant: string;
let to: string;

beforeEach(async () => {
  folder = await givenProjectFolder({
    'plant/nexus.yaml': '# hall 2\nproject: { name: Hall 2 }\n',
    'plant/devices/d.yaml':
      'id: d\nprotocol: modbus-tcp\nuns_prefix: a/d\nconnection: { host: 127.0.0.1 }\ntags:\n  - { id: t, address: HR0 }\n',
    [`plant/${LONG}`]: 'ask Ann',
    'plant/.nexus/exports/x': 'a file of a job',
  });
  plant = join(folder.path, 'plant');
  to = join(folder.path, 'restored');
  new CounterLog(folderDisk(join(plant, '.nexus/log'))).write(100);
  openDatabase(join(plant, '.nexus/historian.db')).close();
});
afterEach(() => folder.remove());

async function backup(): Promise<{ readonly copy: string; readonly archive: string }> {
  const [copy, archive] = [join(folder.path, 'copy'), join(folder.path, 'copy.tar.gz')];
  mkdirSync(copy);
  await backupProject(plant, copy, { signal: never });
  await packFolder(copy, archive, never);
  return { copy, archive };
}

const restore = (from: string): Promise<Restored> => restoreProject(from, to, never);
const filesOf = (path: string): string[] => readdirSync(path, { recursive: true }).map(String).sort();
const left = (): string[] => readdirSync(folder.path).filter((name) => name.startsWith('restored'));

/** A tar archive of one entry, whatever its name and kind. */
function archiveOf(name: string, type = '0', content = 'x', size = content.length): string {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644', 100);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write(`        ${type}`, 148);
  header.write('ustar', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  padded.write(content);
  const path = join(folder.path, 'made.tar.gz');
  writeFileSync(path, gzipSync(Buffer.concat([header, padded, Buffer.alloc(1_024)])));
  return path;
}

describe('a restore', () => {
  it('makes a project of an archive or a folder that holds what the backup held', async () => {
    const { copy, archive } = await backup();
    for (const from of [archive, copy]) {
      const restored = await restore(from);
      expect(restored).toMatchObject({ project: 'Hall 2', devices: 1, hasHistory: true });
      // SQLite may leave its two side files where it looked.
      const isOwn = (name: string): boolean => !/-(?:wal|shm)$/.test(name);
      expect(filesOf(to).filter(isOwn)).toEqual(filesOf(copy).filter(isOwn));
      expect(readFileSync(join(to, LONG), 'utf8')).toBe('ask Ann');
      expect(existsSync(join(to, '.nexus/exports'))).toBe(false);
      expect(left()).toEqual(['restored']);
      rmSync(to, { recursive: true });
    }
  });

  it('takes an empty folder, and none that holds something', async () => {
    const { archive } = await backup();
    mkdirSync(to);
    await restore(archive);
    await expect(restore(archive)).rejects.toThrow('files already. Name a new folder. Nothing was restored.');
    expect(existsSync(join(to, 'nexus.yaml'))).toBe(true);
  });

  it.each([
    ['../outside', '0', 'leads out of the project'],
    ['devices/../../outside', '0', 'leads out of the project'],
    ['/etc/outside', '0', 'leads out of the project'],
    ['C:/outside', '0', 'leads out of the project'],
    ['devices\\..\\outside', '0', 'leads out of the project'],
    ['devices', '2', 'is a link or a device'],
    ['devices/hard', '1', 'is a link or a device'],
    ['devices/disk', '4', 'is a link or a device'],
    ['other.txt', '0', 'It holds no nexus.yaml'],
  ])('refuses an archive with %s of type %s, and leaves nothing', async (name, type, why) => {
    await expect(restore(archiveOf(name, type))).rejects.toThrow(why);
    expect(left()).toEqual([]);
    expect(existsSync(join(folder.path, 'outside'))).toBe(false);
  });

  it('refuses an archive that unpacks to more than a backup can, before the disk is full', async () => {
    const bomb = join(folder.path, 'bomb');
    mkdirSync(bomb);
    execFileSync('truncate', ['-s', '80M', join(bomb, 'nexus.yaml')]);
    const path = join(folder.path, 'bomb.tar.gz');
    execFileSync('tar', ['-czf', path, '-C', bomb, '.']);
    await expect(restore(path)).rejects.toThrow('unpacks to more than 500 times its size');
    const claims = archiveOf('nexus.yaml', '0', 'x', 8 * 1024 ** 3 - 1);
    await expect(restore(claims)).rejects.toThrow('it ends in the middle');
    expect(left()).toEqual([]);
  });

  it('refuses what is damaged, cut off, or of a newer version, in plain words', async () => {
    const { copy, archive } = await backup();
    const bytes = readFileSync(archive);
    writeFileSync(archive, bytes.subarray(0, bytes.length / 2));
    await expect(restore(archive)).rejects.toMatchObject({ code: 'NX_BACKUP' });
    writeFileSync(archive, 'no archive');
    await expect(restore(archive)).rejects.toMatchObject({ code: 'NX_BACKUP' });
    const database = openDatabase(join(copy, '.nexus/historian.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(restore(copy)).rejects.toThrow('99');
    writeFileSync(join(copy, '.nexus/historian.db'), 'not a database at all'.repeat(500));
    await expect(restore(copy)).rejects.toThrow('damaged');
    writeFileSync(join(copy, 'nexus.yaml'), 'project: [');
    await expect(restore(copy)).rejects.toMatchObject({ code: expect.stringMatching(/^NX_PROJECT_/) as string });
    await expect(restore(join(folder.path, 'none'))).rejects.toThrow('cannot be read (ENOENT)');
    expect(left()).toEqual([]);
  });

  it('refuses an archive whose sum is not that of its content, or that has something behind its end', async () => {
    const { archive } = await backup();
    const sound = readFileSync(archive);
    const wrong = Buffer.from(sound);
    wrong[wrong.length - 6]! ^= 1;
    const behind = gzipSync(Buffer.concat([gunzipSync(sound), Buffer.from('more')]));
    for (const [bytes, why] of [
      [wrong, 'could not be unpacked'],
      [sound.subarray(0, -4), 'could not be unpacked'],
      [behind, 'something stands behind its end'],
    ] as const) {
      writeFileSync(archive, bytes);
      await expect(restore(archive)).rejects.toThrow(why);
    }
    expect(left()).toEqual([]);
  });

  it('follows no link of a folder', async () => {
    const { copy } = await backup();
    writeFileSync(join(folder.path, 'secret'), 's');
    symlinkSync(join(folder.path, 'secret'), join(copy, 'link'));
    await restore(copy);
    expect(existsSync(join(to, 'link'))).toBe(false);
  });

  it('leaves nothing when it is called off', async () => {
    const { archive } = await backup();
    await expect(restoreProject(archive, to, AbortSignal.abort())).rejects.toMatchObject({ code: 'NX_CANCELLED' });
    expect(left()).toEqual([]);
  });
});
