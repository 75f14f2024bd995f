import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NODE_FLAGS } from '../../kernel/node-flags.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { parseCommandLine } from './command-line.ts';
import { runServiceManage } from './service-manage-command.ts';

let folder: ProjectFolder;
let printed: string[];

beforeEach(async () => {
  folder = await givenProjectFolder({ 'nexus.yaml': 'project: { name: Hall }\n' });
  printed = [];
});
afterEach(() => folder.remove());

async function run(line: string, platform: NodeJS.Platform = 'linux'): Promise<number> {
  const words = line.split(' ').map((word) => word.replace('PROJECT', folder.path));
  return await runServiceManage(
    parseCommandLine(words) as Parameters<typeof runServiceManage>[0],
    {
      print: (text) => void printed.push(text),
      printError: () => {},
      opened: () => {},
      stopRequested: new Promise(() => {}),
    },
    platform,
  );
}

describe('the service commands', () => {
  it('write the unit of a project, say what comes next, know it, and remove it again', async () => {
    const units = `${folder.path}/units`;
    expect(await run(`service install --project PROJECT --name line-2 --port 9555 --out ${units}`)).toBe(0);
    const unit = await readFile(join(units, 'line-2.service'), 'utf8');
    expect(unit).toMatch(
      new RegExp(
        `^ExecStart=\\S+ ${[...NODE_FLAGS, ''].join(' ')}\\S+ --service --project \\S*${folder.path}\\S* --last-good --port 9555$`,
        'm',
      ),
    );
    expect(unit).toContain(`User=${process.getuid!()}\n`);
    expect(printed.join('\n')).toContain('sudo systemctl enable --now line-2');
    expect(await run(`service status --name line-2 --out ${units}`)).toBe(0);
    expect(printed.join('\n')).toContain('line-2 is installed');
    expect(await run(`service uninstall --name line-2 --out ${units}`)).toBe(0);
    expect(existsSync(join(units, 'line-2.service'))).toBe(false);
    expect(existsSync(join(folder.path, 'nexus.yaml'))).toBe(true);
    await expect(run(`service status --name line-2 --out ${units}`)).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('show the file without writing it', async () => {
    const units = `${folder.path}/units`;
    expect(await run(`service install --project PROJECT --print --out ${units}`)).toBe(0);
    expect(printed.join('\n')).toContain('Type=notify');
    expect(existsSync(units)).toBe(false);
  });

  it('describe it to WinSW on Windows', async () => {
    expect(await run(`service install --project PROJECT --name hall --out ${folder.path}/services`, 'win32')).toBe(0);
    expect(await readFile(join(folder.path, 'services/hall.xml'), 'utf8')).toContain('<id>hall</id>');
    expect(printed.join('\n')).toContain('hall.exe install');
  });

  it('make no service of a folder without a project', async () => {
    await expect(run('service install --project PROJECT/nothing --print')).rejects.toMatchObject({
      code: 'NX_PROJECT_NOT_FOUND',
    });
  });
});
