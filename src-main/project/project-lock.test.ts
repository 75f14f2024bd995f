import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { lockProject } from './project-lock.ts';

const MODULE = new URL('./project-lock.ts', import.meta.url).href;
let folder: ProjectFolder;
afterEach(() => folder.remove());

describe('the lock of a project', () => {
  it('keeps a second engine away until the first lets go', async () => {
    folder = await givenProjectFolder();
    const lock = await lockProject(folder.path);
    await expect(lockProject(folder.path)).rejects.toMatchObject({ code: 'NX_PROJECT_LOCKED' });
    await lock.dispose();
    await (await lockProject(folder.path)).dispose();
  });

  it('is gone with the process that held it, however that ended', async () => {
    folder = await givenProjectFolder();
    const script = `const { lockProject } = await import(${JSON.stringify(MODULE)}); await lockProject(${JSON.stringify(folder.path)}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await new Promise<void>((held) => holder.stdout.on('data', () => held()));
    await expect(lockProject(folder.path)).rejects.toMatchObject({ code: 'NX_PROJECT_LOCKED' });
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    await (await lockProject(folder.path)).dispose();
  });
});
