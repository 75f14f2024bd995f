import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SEVEN_ZIP } from '../peers.ts';
import { makeStandInElectron } from './stand-in-electron.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Whether the packages can be made here: the tools that electron-builder would otherwise download. */
export const canMakePackages = (): boolean =>
  existsSync(SEVEN_ZIP) && spawnSync('dpkg-deb', ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Makes of the built product the unpacked folder, the .deb and the tar.gz of resources/electron-builder.yml into
 * `folder`, around a stand-in of Electron of the pinned version: everything but Electron itself is what a user gets.
 *
 * @throws when a tool ends with an error; its output is in the message.
 */
export async function makePackages(folder: string): Promise<void> {
  const pinned = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly devDependencies: { readonly electron: string };
  };
  await makeStandInElectron(join(folder, 'electron'), pinned.devDependencies.electron);
  run([
    'node_modules/electron-builder/cli.js',
    ...['--config', 'resources/electron-builder.yml', '--publish', 'never', '--x64', '--linux', 'dir', 'deb', 'tar.gz'],
    `-c.electronDist=${join(folder, 'electron')}`,
    `-c.directories.output=${folder}`,
  ]);
}

function run(command: readonly string[]): void {
  execFileSync(process.execPath, command, {
    cwd: ROOT,
    stdio: 'pipe',
    env: {
      ...process.env,
      CUSTOM_FPM_PATH: join(import.meta.dirname, 'fpm-over-dpkg.sh'),
      ELECTRON_BUILDER_7ZIP_PATH: SEVEN_ZIP,
      NEXUS_UPDATE_URL: 'https://updates.acme.example/nexus-edge',
    },
  });
}
