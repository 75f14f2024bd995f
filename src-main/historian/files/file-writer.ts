import { CsvWriter } from './csv-writer.ts';
import type { FileOptions } from './file-options.ts';
import type { FileTable } from './file-table.ts';
import { JsonLinesWriter } from './json-lines-writer.ts';
import { ParquetTableWriter } from './parquet-table-writer.ts';

/** Makes the bytes of a file out of tables that have the same columns. */
export interface FileWriter {
  /** What is to be appended now; some is kept for later. */
  write(table: FileTable): Uint8Array;
  /** The rest. */
  end(): Uint8Array;
}

/** @throws NexusError NX_REQUEST_INVALID for a time zone that nobody knows. */
export function fileWriter(options: FileOptions): FileWriter {
  switch (options.format) {
    case 'csv':
      return new CsvWriter(options);
    case 'jsonl':
      return new JsonLinesWriter(options);
    case 'parquet':
      return new ParquetTableWriter();
  }
}
