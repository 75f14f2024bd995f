import { parseArgs } from 'node:util';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

export const USAGE = `nexus-edge — connects to PLCs, keeps their history, serves the workstation

  nexus-edge --service --project DIR [--port N] [--demo]   run until stopped
  nexus-edge check --project DIR                           name every fault of a project
  nexus-edge import FILE --project DIR                     import a combined devices.yaml
  nexus-edge --help | --version

  --port N   open HTTP on 127.0.0.1:N (pages, REST, health, metrics)
  --demo     make a demo project where DIR holds none
Exit codes: 0 done · 1 stopped by an error · 2 faults in the command line or the project.`;

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'service';
      readonly project: string;
      readonly port: number | undefined;
      readonly demo: 'make' | 'leave';
    }
  | { readonly kind: 'check'; readonly project: string }
  | { readonly kind: 'import'; readonly project: string; readonly file: string };

/** @throws NexusError NX_USAGE with what was not understood. */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [word, file, ...rest] = positionals;
  if (rest.length > 0) throw usage(`“${rest[0]}” is one word too many.`);
  if (word === undefined && values.service) {
    return {
      kind: 'service',
      project: folder(values.project),
      port: portOf(values.port),
      demo: values.demo ? 'make' : 'leave',
    };
  }
  if (word === 'check' && file === undefined) return { kind: 'check', project: folder(values.project) };
  if (word === 'import') {
    if (file === undefined) throw usage('import needs a file: nexus-edge import devices.yaml --project DIR.');
    return { kind: 'import', project: folder(values.project), file };
  }
  throw usage(word === undefined ? 'Nothing to do was named.' : `“${word}” is not a command.`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        service: { type: 'boolean' },
        project: { type: 'string' },
        port: { type: 'string' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw usage((cause as Error).message.split('. ')[0]!.concat('.'));
  }
}

function folder(project: string | undefined): string {
  if (!project) throw usage('--project DIR is missing. Name the folder that holds nexus.yaml.');
  return project;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw usage(`Port ${text} is outside 1–65535.`);
  return port;
}

function usage(text: string): NexusError {
  return new NexusError('NX_USAGE', `${text} See nexus-edge --help.`);
}
