import type { FileHandle } from 'node:fs/promises';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { NumberedRow } from './csv-rows.ts';

/** Rows that are read at once. */
const TURN_ROWS = 20_000;
/** A file whose groups are larger would have to be unpacked into more memory than an import may take. */
const MOST_GROUP_ROWS = 2_000_000;
const MOST_GROUP_BYTES = 256 * 1024 * 1024;
const COLUMNS = ['time', 'topic', 'value', 'value_text', 'quality', 'status', 'type', 'flags', 'epoch'];

/**
 * Reads Parquet in turns; a row’s number counts from 1.
 *
 * @param read is told the share of the rows read so far.
 * @throws NexusError NX_REQUEST_INVALID for a file without the columns, or that would take too much memory.
 */
export async function* parquetRows(file: FileHandle, read: (share: number) => void): AsyncGenerator<NumberedRow> {
  const buffer = await bufferOf(file);
  const metadata = await parquetMetadataAsync(buffer).catch((cause: unknown) => {
    const seen = cause instanceof Error ? cause.message : String(cause);
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `The Parquet file cannot be read (${seen}). Export it again.`,
      {},
      { cause },
    );
  });
  const names = new Set(metadata.schema.slice(1).map(({ name }) => name));
  const missing = ['time', 'topic', 'value'].filter((name) => !names.has(name));
  if (missing.length > 0) {
    const text = `The Parquet file has no column ${missing.map((name) => `“${name}”`).join(' and ')}. It has ${[...names].slice(0, 12).join(', ')}.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { missing });
  }
  for (const { num_rows: rows, total_byte_size: bytes } of metadata.row_groups) {
    if (rows <= MOST_GROUP_ROWS && bytes <= MOST_GROUP_BYTES) continue;
    const text = `A row group of the Parquet file has ${rows} rows and ${bytes} bytes; at most ${MOST_GROUP_ROWS} rows are read at once. Write it with smaller row groups.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { rows: Number(rows) });
  }
  const total = Number(metadata.num_rows);
  const columns = COLUMNS.filter((name) => names.has(name));
  for (let start = 0; start < total; start += TURN_ROWS) {
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      columns,
      rowStart: start,
      rowEnd: Math.min(start + TURN_ROWS, total),
      parsers: PARSERS,
    });
    for (const [i, { value_text: text, ...row }] of rows.entries())
      yield {
        line: start + i + 1,
        row: { ...row, time: row['time'], topic: row['topic'], value: text ?? row['value'] },
      };
    read(Math.min(1, (start + rows.length) / total));
  }
}

const texts = new TextDecoder('utf-8', { ignoreBOM: true });

/** Times stay µs since 1970 as whole numbers, which a Date would cut to milliseconds; texts stay as they are. */
const PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined): string | undefined => bytes && texts.decode(bytes),
  timestampFromMilliseconds: (millis: bigint): bigint => millis * 1_000n,
  timestampFromMicroseconds: (micros: bigint): bigint => micros,
  timestampFromNanoseconds: (nanos: bigint): bigint => nanos / 1_000n,
};

async function bufferOf(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(Math.max(0, end - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) throw new RangeError(`the file ends after ${start + bytesRead} bytes`);
      return bytes.buffer;
    },
  };
}
