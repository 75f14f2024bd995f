import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** What was not understood in a command line, and where everything is said. */
export function usageError(text: string): NexusError {
  return new NexusError('NX_USAGE', `${text} See nexus-edge --help.`);
}
