import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { SettingsFile } from './electron-settings.ts';
import { placeOnDisplays } from './window-state.ts';

let folder: ProjectFolder;
beforeEach(async () => void (folder = await givenProjectFolder()));
afterEach(() => folder.remove());

const faults: unknown[] = [];
const open = (file = 'shell.json'): Promise<SettingsFile> =>
  SettingsFile.open(join(folder.path, file), (error) => faults.push(error));

describe('the settings of the shell', () => {
  it('close the program with its window unless the person chose otherwise', async () => {
    expect((await open()).current).toEqual({
      window: { width: 1_440, height: 900, maximised: false },
      keepInTray: false,
    });
  });

  it('are there at the next start, written whole', async () => {
    const settings = await open('new/shell.json');
    for (let n = 0; n < 20; n++) settings.change({ project: `/plant-${n}` });
    settings.change({ keepInTray: true, window: { x: 5, y: 6, width: 1_100, height: 700, maximised: true } });
    await settings.saved();
    expect((await open('new/shell.json')).current).toEqual(settings.current);
    expect(JSON.parse(await readFile(join(folder.path, 'new/shell.json'), 'utf8'))).toMatchObject({
      project: '/plant-19',
    });
    expect(await readdir(join(folder.path, 'new'))).toEqual(['shell.json']);
  });

  it.each(['', '{', '[]', '{"window":{"width":5}}', '{"window":{"x":1e99}}', '{"keepInTray":"yes"}', 'null'])(
    'that cannot be read (%s) count as none',
    async (text) => {
      await folder.write('shell.json', text);
      expect((await open()).current.keepInTray).toBe(false);
    },
  );

  it('that cannot be written are told, and the app goes on', async () => {
    await folder.write('file', '');
    const settings = await open('file/shell.json');
    settings.change({ keepInTray: true });
    await settings.saved();
    expect(settings.current.keepInTray).toBe(true);
    expect(faults).toHaveLength(1);
  });
});

describe('the place of the window', () => {
  const laptop = { x: 0, y: 0, width: 1_920, height: 1_040 };
  const second = { x: 1_920, y: -200, width: 2_560, height: 1_400 };
  const state = { width: 1_440, height: 900, maximised: true };

  it.each([
    ['on the laptop', { x: 100, y: 50 }],
    ['partly off to the right', { x: 1_800, y: 50 }],
    ['partly off to the left', { x: -1_300, y: 0 }],
  ])('is kept %s', (_where, at) => {
    expect(placeOnDisplays({ ...state, ...at }, [laptop])).toEqual({ ...state, ...at });
  });

  it.each([
    ['of a screen that was unplugged', { x: 2_500, y: 100 }],
    ['with the title above the screen', { x: 100, y: -30 }],
    ['with the title below the screen', { x: 100, y: 1_030 }],
    ['with hardly anything to grip', { x: 1_850, y: 50 }],
  ])('is left to the desktop %s, and the size stays', (_where, at) => {
    expect(placeOnDisplays({ ...state, ...at }, [laptop])).toEqual(state);
    expect(placeOnDisplays({ ...state, x: 2_500, y: 100 }, [laptop, second])).toMatchObject({ x: 2_500 });
  });
});
