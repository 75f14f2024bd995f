import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { parseCommandLine } from './command-line.ts';
import { runSecrets } from './secrets-command.ts';

let folder: ProjectFolder;
let printed: string;

beforeEach(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Hall }\n' });
  vi.stubEnv('XDG_CONFIG_HOME', join(folder.path, 'home'));
  printed = '';
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

async function run(line: string, input = ''): Promise<number> {
  const print = (text: string): void => void (printed += `${text}\n`);
  return await runSecrets(
    parseCommandLine([...line.split(' '), '--project', folder.path]) as Parameters<typeof runSecrets>[0],
    { print, printError: print, opened: () => {}, stopRequested: new Promise(() => {}) },
    Readable.from([input]),
  );
}

describe('the commands for secrets', () => {
  it('take a value from standard input and never say it', async () => {
    expect(await run('secrets set mqtt.password --key file', 'hunter2\r\nmore')).toBe(0);
    expect(await run('secrets list')).toBe(0);
    expect(printed).toContain('Refer to it as { secret: mqtt.password }');
    expect(printed).toMatch(/^mqtt\.password {2}set 20/m);
    expect(printed).toContain('weak: its key is a file');
    expect(await run('secrets list --json')).toBe(0);
    expect(printed).toContain('"set": true');
    expect(await run('secrets remove mqtt.password')).toBe(0);
    await run('secrets list');
    expect(printed).toContain('No secret is set.');
    expect(printed).not.toContain('hunter2');
    expect(await readFile(join(folder.path, '.nexus/secrets.json'), 'utf8')).not.toContain('hunter2');
  });

  it('change nothing without a value', async () => {
    await expect(run('secrets set a --key file', '\n')).rejects.toThrow('Nothing was changed');
    expect(() => parseCommandLine(['secrets', 'set'])).toThrow('needs a name');
    expect(() => parseCommandLine(['secrets', 'set', 'a', 'hunter2'])).toThrow('one word too many');
  });
});
