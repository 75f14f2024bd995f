import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';

/** How a command line ended, for scripts and service managers. `--help` and the README show this table. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'done; a service was asked to stop and has drained' },
  failed: { code: 1, meaning: 'stopped by an error while it ran' },
  faults: { code: 2, meaning: 'faults in the command line or in the project; nothing was started' },
  locked: { code: 3, meaning: 'another engine runs on the project' },
  interrupted: { code: 130, meaning: 'ended at once by Ctrl+C (SIGINT), a service by the second one' },
  terminated: { code: 143, meaning: 'ended at once by SIGTERM, a service by the second one' },
  stuck: { code: 137, meaning: 'a service that did not drain within 30 s ended itself (SIGKILL)' },
} as const;

/** The exit code of an error that ended a command, with the error as it is told. */
export function exitOf(error: unknown): { readonly code: number; readonly known: NexusError } {
  const known = toNexusError(error);
  return { code: EXIT_CODES[endOf(known)].code, known };
}

function endOf({ code }: NexusError): keyof typeof EXIT_CODES {
  if (code === 'NX_PROJECT_LOCKED') return 'locked';
  if (code === 'NX_CANCELLED') return 'interrupted';
  const isAsked = code === 'NX_USAGE' || code === 'NX_NOT_FOUND' || code === 'NX_SECRET_MISSING';
  return isAsked || code.startsWith('NX_PROJECT_') ? 'faults' : 'failed';
}
