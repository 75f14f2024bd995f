import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

export interface ServiceInstallCommand {
  readonly kind: 'service-install';
  readonly name: string;
  readonly project: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** Where the file goes; the folder of the service manager unless given. */
  readonly out: string | undefined;
  /** `print`: the file goes to standard output, and nothing is changed. */
  readonly act: 'write' | 'print';
}

export interface ServiceNamedCommand {
  readonly kind: 'service-uninstall' | 'service-status';
  readonly name: string;
  readonly out: string | undefined;
}

/** What systemd takes for the name of a unit and of a user, and Windows for that of a service. */
const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const DEFAULT_NAME = 'nexus-edge';

function nameOf(given: GivenOptions): string {
  const name = given.one('name') ?? DEFAULT_NAME;
  if (NAME.test(name)) return name;
  throw usageError(`“${name}” is no name of a service. Use a–z, 0–9 and -, at most 31: line-2.`);
}

export const serviceInstallLine = {
  usage: 'service install --project DIR [--name NAME] [--port N] [--user USER] [--print | --out DIR]',
  doc: 'make the project a service of systemd or Windows; --print only shows the file',
  options: ['project', 'name', 'port', 'user', 'out', 'print'],
  parse: (given: GivenOptions): ServiceInstallCommand => ({
    kind: 'service-install',
    name: nameOf(given),
    project: given.required('project', 'Name the folder that holds nexus.yaml.'),
    port: given.port,
    user: given.one('user'),
    out: given.one('out'),
    act: given.has('print') ? 'print' : 'write',
  }),
} as const satisfies CommandSpec;

const named = <K extends ServiceNamedCommand['kind']>(kind: K) => ({
  options: ['name', 'out'] as const,
  parse: (given: GivenOptions) => ({ kind, name: nameOf(given), out: given.one('out') }),
});

export const serviceUninstallLine = {
  usage: 'service uninstall [--name NAME] [--out DIR]',
  doc: 'stop the service and remove it; the project stays',
  ...named('service-uninstall'),
} as const satisfies CommandSpec;

export const serviceStatusLine = {
  usage: 'service status [--name NAME] [--out DIR]',
  doc: 'whether the service is installed and runs, as the service manager says',
  ...named('service-status'),
} as const satisfies CommandSpec;
