import { basename, dirname, extname, resolve } from 'node:path';
import { parseCommandLine } from '../app/cli/command-line.ts';
import { COMMAND_WORDS } from '../app/cli/command-table.ts';
import { CONFIG_FILE } from '../project/project-layout.ts';

/** What the desktop program was started for. */
export type DesktopArguments =
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | {
      readonly kind: 'window';
      /** Absolute; undefined: the one that was open last. */
      readonly project: string | undefined;
      /** A package for a gateway that was opened from the desktop; absolute. */
      readonly package?: string;
      /** As it was written; the engine checks it. */
      readonly options: readonly string[];
    };

/** Switches of Chromium and Node that stand in the same line and are none of ours. */
const FOREIGN =
  /^--(?:inspect(?:-brk)?|remote-debugging-(?:port|pipe)|(?:no|disable|enable|force|allow|use)-[\w-]+|ozone-platform(?:-hint)?|headless|user-data-dir|lang|trace-warnings|original-process-start-time)(?:=|$)/;

/**
 * Reads the command line of the desktop program. Without `--service` and without a command it is a window, which takes
 * `--project`, `--port` and `--demo`, or one file that was opened from the desktop: the `nexus.yaml` of a project, or a package
 * for a gateway (`.nxp`).
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
  const opened = takeFile(own);
  if (opened !== undefined && extname(opened) === PACKAGE)
    return { kind: 'window', project: undefined, package: resolve(folder, opened), options: [] };
  if (opened !== undefined) own.push('--project', dirname(resolve(folder, opened)));
  const project = valueOf(own, '--project');
  // Checked by the parser of the service, which a window is one of.
  parseCommandLine(['--service', ...(project === undefined ? ['--project', '.'] : []), ...own]);
  const port = valueOf(own, '--port');
  const options = [...(port === undefined ? [] : ['--port', port]), ...(own.includes('--demo') ? ['--demo'] : [])];
  return { kind: 'window', project: project === undefined ? undefined : resolve(folder, project), options };
}

const PACKAGE = '.nxp';

/** Takes the one word out that is a file of ours. A desktop gives it alone, without options. */
function takeFile(words: string[]): string | undefined {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return undefined;
  if (extname(word) !== PACKAGE && basename(word) !== CONFIG_FILE) return undefined;
  return words.pop();
}

const isForeign = (word: string): boolean => FOREIGN.test(word) && word !== '--no-identities';

function valueOf(words: readonly string[], option: string): string | undefined {
  const joined = words.findLast((word) => word.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1);
  const at = words.lastIndexOf(option);
  return at < 0 ? undefined : words[at + 1];
}
