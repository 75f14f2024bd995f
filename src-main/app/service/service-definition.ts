/** One service of one project on one computer. */
export interface ServiceDefinition {
  /** Of the unit or the Windows service; several run side by side under different names. */
  readonly name: string;
  /** Program and leading arguments, absolute. */
  readonly program: readonly string[];
  /** Absolute. */
  readonly project: string;
  readonly port: number | undefined;
  /** Who it runs as; undefined: a user that systemd makes for it. */
  readonly user: string | undefined;
}

/**
 * The words of the command line that the service manager starts. Nobody watches it: after a power cut the newest sound
 * revision runs, whatever somebody left half written in the files.
 */
export function serviceArguments({ project, port }: ServiceDefinition): readonly string[] {
  return ['--service', '--project', project, '--last-good', ...(port === undefined ? [] : ['--port', String(port)])];
}
