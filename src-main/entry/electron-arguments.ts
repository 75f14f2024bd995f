import { resolve } from 'node:path';
import { parseCommandLine } from '../app/cli/command-line.ts';
import { COMMAND_WORDS } from '../app/cli/command-table.ts';

/** What the desktop program was started for. */
export type DesktopArguments =
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | {
      readonly kind: 'window';
      /** Absolute; undefined: the one that was open last. */
      readonly project: string | undefined;
      /** As it was written; the engine checks it. */
      readonly options: readonly string[];
    };

/** Switches of Chromium and Node that stand in the same line and are none of ours. */
const FOREIGN =
  /^--(?:inspect(?:-brk)?|remote-debugging-(?:port|pipe)|(?:no|disable|enable|force|allow|use)-[\w-]+|ozone-platform(?:-hint)?|headless|user-data-dir|lang|trace-warnings|original-process-start-time)(?:=|$)/;

/**
 * Reads the command line of the desktop program. Without `--service` and without a command it is a window, which takes
 * `--project`, `--port` and `--demo`.
 *
 * @param argv as the process has it.
 * @param hasAppPath true where the program is Electron's own binary, whose first word is the folder of the app.
 * @throws NexusError NX_USAGE
 */
export function desktopArguments(argv: readonly string[], hasAppPath: boolean, folder: string): DesktopArguments {
  const own = argv.slice(1).filter((word) => !isForeign(word));
  if (hasAppPath) own.splice(0, 1);
  const isCommand = own.some((word) => ['--service', '--help', '-h', '--version'].includes(word));
  if (isCommand || COMMAND_WORDS.some((word) => word === own[0])) return { kind: 'command', argv: own };
  const project = valueOf(own, '--project');
  // Checked by the parser of the service, which a window is one of.
  parseCommandLine(['--service', ...(project === undefined ? ['--project', '.'] : []), ...own]);
  const port = valueOf(own, '--port');
  const options = [...(port === undefined ? [] : ['--port', port]), ...(own.includes('--demo') ? ['--demo'] : [])];
  return { kind: 'window', project: project === undefined ? undefined : resolve(folder, project), options };
}

const isForeign = (word: string): boolean => FOREIGN.test(word) && word !== '--no-identities';

function valueOf(words: readonly string[], option: string): string | undefined {
  const joined = words.findLast((word) => word.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1);
  const at = words.lastIndexOf(option);
  return at < 0 ? undefined : words[at + 1];
}
