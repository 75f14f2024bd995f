import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm start`: builds, starts the engine with the demo plant and opens the workstation: the desktop window where
 * Electron's binary is present, otherwise the same pages on loopback. Never waits for a download.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { project: { type: 'string' }, port: { type: 'string', default: '8480' } } });
const project = resolve(values.project ?? join(root, 'nexus-project'));

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('close', (code) => done(code ?? 1));
  });
}

/** Electron names its binary in path.txt once it was downloaded; an environment variable may name another folder. */
function electronBinary(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8').trim()
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';
  const binary = join(folder, name);
  return existsSync(binary) ? binary : undefined;
}

const built = await run(process.execPath, [
  join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
  'build',
  '--logLevel',
  'warn',
]);
if (built !== 0) process.exit(built);

const options = ['--project', project, '--port', values.port, '--demo'];
const electron = electronBinary();
if (electron) process.exit(await run(electron, [root, ...options]));
console.log(
  'No Electron binary here, so the workstation is served to your browser. For the desktop window: npx install-electron',
);
process.exit(await run(process.execPath, [join(root, 'out/main/headless-main.js'), '--service', ...options]));
