import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** Codes of the operating system in words a person can act on. */
const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EROFS: 'the disk is read-only',
};

/** An error of the disk or of SQLite as NX_BACKUP; the project was not changed in any case. */
export function backupFault(what: string, cause: unknown): NexusError {
  if (cause instanceof NexusError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const why = WHY[code ?? ''] ?? message;
  return new NexusError('NX_BACKUP', `${what}: ${why}. The project was not changed.`, { why }, { cause });
}

/** @throws NexusError NX_CANCELLED when the person asked to stop. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new NexusError('NX_CANCELLED', 'The backup was cancelled. Nothing of it was kept.');
}
