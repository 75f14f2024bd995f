const FULL_CODES = new Set<string | undefined>(['ENOSPC', 'EDQUOT']);

/** True for the error of a write that found no room: the disk is sound, and takes more when somebody makes room. */
export function isDiskFull(error: unknown): boolean {
  return FULL_CODES.has((error as NodeJS.ErrnoException | undefined)?.code);
}
