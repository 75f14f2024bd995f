import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { requireRoom } from './require-room.ts';

let folder: ProjectFolder;
beforeEach(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': 'x'.repeat(1_000), '.nexus/log/ballast': 'y'.repeat(100_000) });
});
afterEach(() => folder.remove());

describe('the room for a backup', () => {
  it('is looked for before anything is written', async () => {
    await requireRoom(folder.path, folder.path, 1);
    await expect(requireRoom(folder.path, folder.path, 1e18)).rejects.toMatchObject({
      code: 'NX_BACKUP',
      text: expect.stringMatching(/needs about .* are free in .*Free space there/),
      // What only keeps a place on the disk is not copied.
      context: { needed: 1_000 * 1e18 + 64 * 1024 * 1024 },
    });
  });
});
