import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';
import type { FileOptions } from './file-options.ts';
import type { FilePart } from './file-reader.ts';
import type { FileTopic } from './file-table.ts';

/** What a finished file holds. */
export interface WrittenFile {
  readonly rows: number;
  readonly bytes: number;
}

/** Calls of the files host by name; `id` names a file that is being written or read. */
export interface FilesCalls {
  readonly create: {
    readonly argument: { readonly id: number; readonly path: string; readonly options: FileOptions };
    readonly result: undefined;
  };
  /** Answers with the bytes written so far. */
  readonly write: {
    readonly argument: { readonly id: number; readonly topic: FileTopic; readonly series: RawSeries | BucketSeries };
    readonly result: number;
  };
  readonly finish: { readonly argument: { readonly id: number }; readonly result: WrittenFile };
  readonly open: {
    readonly argument: { readonly id: number; readonly path: string; readonly nowUs: number };
    readonly result: undefined;
  };
  /** Undefined at the end of the file. */
  readonly next: { readonly argument: { readonly id: number }; readonly result: FilePart | undefined };
  /** Lets go of a file; one that is not finished is removed. */
  readonly drop: { readonly argument: { readonly id: number }; readonly result: undefined };
}
