/** Where archived days are put: a folder, or a bucket of an S3-compatible store. Names have `/` between their parts. */
export interface ArchivePlace {
  /** For people: `/mnt/archive`, `s3://bucket/prefix`. */
  readonly title: string;
  /**
   * The names that begin with this, in no order.
   * @throws NexusError NX_HISTORY_ARCHIVE
   */
  list(begin: string, signal: AbortSignal): Promise<string[]>;
  /**
   * Puts a file there under a name and reads it back. It appears whole or not at all; one of that name is replaced.
   * @param sha256 of the file, in hex.
   * @throws NexusError NX_HISTORY_ARCHIVE, also when what is read back differs.
   */
  put(name: string, path: string, sha256: string, signal: AbortSignal): Promise<void>;
}
