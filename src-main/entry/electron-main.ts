import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { runCommand } from '../app/run-command.ts';
import { surroundingsOf } from './surroundings.ts';
import { openWindow } from './window.ts';

/*
 * The desktop app: the same engine, and a window on it. The engine runs as long as the window is open; with --service
 * there is none.
 */
app.enableSandbox();
const argv = process.argv.slice(process.defaultApp ? 2 : 1);
const withWindow = !argv.includes('--service');
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url));

let stop: () => void = () => {};
const stopRequested = new Promise<void>((resolve) => {
  stop = resolve;
});
app.on('window-all-closed', () => stop());
process.on('SIGTERM', () => stop());

if (app.requestSingleInstanceLock()) {
  await app.whenReady();
  const exitCode = await runCommand(withWindow ? ['--service', ...argv] : argv, surroundingsOf(import.meta.url), {
    print: (text) => void process.stdout.write(`${text}\n`),
    printError: (text) => void process.stderr.write(`${text}\n`),
    opened: (address) => {
      if (withWindow && address) void openWindow(address, preload, app.isPackaged);
    },
    stopRequested,
  });
  app.exit(exitCode);
} else app.quit();
