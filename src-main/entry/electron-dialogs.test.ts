import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetElectron, recorded } from '../testing/electron-stand-in.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { chooseProject, pickImport, saveExport } = await import('./electron-dialogs.ts');

const window = {} as BrowserWindow;
let folder: ProjectFolder;
beforeEach(async () => {
  forgetElectron();
  folder = await givenProjectFolder({ 'devices.yaml': 'devices: []\n' });
});
afterEach(() => folder.remove());

describe('a file dialog', () => {
  it('that is left changes nothing', async () => {
    expect(await chooseProject(window)).toBeUndefined();
    expect(await pickImport(window)).toBeNull();
    expect(await saveExport(window, '/home', { name: 'a.yaml', text: '' })).toBeNull();
    expect(recorded.dialogs).toHaveLength(3);
  });

  it('gives the page the text and name of an import, never a path', async () => {
    recorded.chosen = join(folder.path, 'devices.yaml');
    expect(await pickImport(window)).toEqual({ name: 'devices.yaml', text: 'devices: []\n' });
  });

  it('refuses a file that is too large or not there, with its name and size', async () => {
    await folder.write('large.yaml', ' '.repeat(8 * 1024 * 1024 + 1));
    recorded.chosen = join(folder.path, 'large.yaml');
    await expect(pickImport(window)).rejects.toMatchObject({ code: 'NX_PROJECT_IMPORT', context: { size: 8_388_609 } });
    recorded.chosen = join(folder.path, 'gone.yaml');
    await expect(pickImport(window)).rejects.toMatchObject({
      message: expect.stringContaining('gone.yaml could not be read (ENOENT)'),
    });
  });

  it('writes an export where the person says, whatever name the page offers', async () => {
    recorded.chosen = join(folder.path, 'out.yaml');
    expect(await saveExport(window, '/home/eva', { name: '../../etc/passwd', text: 'x: 1\n' })).toBe('out.yaml');
    expect(await readFile(recorded.chosen, 'utf8')).toBe('x: 1\n');
    expect(recorded.dialogs[0]).toMatchObject({ defaultPath: join('/home/eva', 'passwd') });
    recorded.chosen = join(folder.path, 'nowhere/out.yaml');
    const saving = saveExport(window, '/home/eva', { name: 'out.yaml', text: '' });
    await expect(saving).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') });
  });
});
