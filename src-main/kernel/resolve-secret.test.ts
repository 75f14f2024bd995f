import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { resolveSecret } from './resolve-secret.ts';

let folder: ProjectFolder;
beforeEach(async () => {
  folder = await givenProjectFolder();
});
afterEach(() => folder.remove());

describe('a reference to a secret', () => {
  it('reads an environment variable, or the first line of a file in the project', async () => {
    await writeFile(join(folder.path, 'broker.secret'), 'hunter2\n# from the vault\n');
    expect(await resolveSecret({ env: 'BROKER' }, folder.path, { BROKER: 's3cret' })).toBe('s3cret');
    expect(await resolveSecret({ file: 'broker.secret' }, folder.path)).toBe('hunter2');
    const path = join(folder.path, 'broker.secret');
    expect(await resolveSecret({ env: 'BROKER' }, folder.path, { BROKER_FILE: path })).toBe('hunter2');
  });

  it('says which one is missing', async () => {
    await writeFile(join(folder.path, 'empty'), '\n');
    await expect(resolveSecret({ env: 'BROKER' }, folder.path, {})).rejects.toMatchObject({
      code: 'NX_SECRET_MISSING',
      text: expect.stringContaining('BROKER is not set'),
    });
    await expect(resolveSecret({ file: 'nope' }, folder.path)).rejects.toMatchObject({ code: 'NX_SECRET_MISSING' });
    await expect(resolveSecret({ file: 'empty' }, folder.path)).rejects.toThrow('is empty');
  });
});
