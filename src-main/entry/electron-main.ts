import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { exitOf } from '../app/cli/exit-codes.ts';
import { runCommand } from '../app/run-command.ts';
import { createLogger } from '../kernel/logger.ts';
import { registerAppScheme } from './app-scheme.ts';
import { type DesktopArguments, desktopArguments } from './electron-arguments.ts';
import { runDesktop } from './electron-desktop.ts';
import { stopSignals } from './stop-signals.ts';
import { surroundingsOf } from './surroundings.ts';

/*
 * The desktop program. Without words it is a window on an engine; with --service or a command it is the command line of
 * nexus-edge, without a window, a display or a tray.
 */

// Both must be said before Electron is ready.
registerAppScheme();
app.enableSandbox();
const surroundings = surroundingsOf(import.meta.url);
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url));

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const printError = (text: string): void => void process.stderr.write(`${text}\n`);

async function run(given: DesktopArguments): Promise<number> {
  if (given.kind === 'window') {
    return runDesktop({
      arguments: given,
      surroundings,
      preload,
      run: (argv, terminal) => runCommand(argv, surroundings, terminal),
      logger: createLogger('info').child({ part: 'shell' }),
    });
  }
  app.disableHardwareAcceleration();
  app.dock?.hide();
  let stopRequested: Promise<void> | undefined;
  return runCommand(given.argv, surroundings, {
    print,
    printError,
    opened: () => {},
    get stopRequested() {
      return (stopRequested ??= stopSignals());
    },
  });
}

async function start(): Promise<void> {
  try {
    app.exit(await run(desktopArguments(process.argv, process.defaultApp === true, process.cwd())));
  } catch (error) {
    const { code, known } = exitOf(error);
    printError(`${known.text} [${known.code}]`);
    app.exit(code);
  }
}

// Not awaited here: Electron reports ready only once this file has run to its end.
void start();
