import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { NODE_FLAGS } from '../src-main/kernel/node-flags.ts';
import { electronBinary } from './electron-binary.ts';

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
process.exit(
  await run(process.execPath, [...NODE_FLAGS, join(root, 'out/main/headless-main.js'), '--service', ...options]),
);
