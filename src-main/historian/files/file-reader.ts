import { type FileHandle, open } from 'node:fs/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { csvRows, type NumberedRow } from './csv-rows.ts';
import { fileLines } from './file-lines.ts';
import type { FileFormat } from './file-options.ts';
import { filePoint, RowProblem } from './file-point.ts';
import { jsonLineRows } from './json-line-rows.ts';
import { parquetRows } from './parquet-rows.ts';
import { TopicColumns, type TopicPoints } from './topic-columns.ts';

/** A row that cannot be taken, and why. */
export interface LineProblem {
  readonly line: number;
  readonly text: string;
}

/** Some of a file. */
export interface FilePart {
  readonly format: FileFormat;
  readonly points: readonly TopicPoints[];
  readonly problems: readonly LineProblem[];
  /** How much of the file is read, 0–1. */
  readonly share: number;
}

const PART_ROWS = 20_000;

/**
 * Reads a file of history part by part: Parquet, JSON lines or CSV, by what it begins with.
 *
 * @param nowUs what lies ahead of it is a problem of its line.
 * @throws NexusError NX_NOT_FOUND where there is no such file, NX_REQUEST_INVALID for one that is no history.
 */
export async function* readHistoryFile(path: string, nowUs: number): AsyncGenerator<FilePart, void, undefined> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new NexusError(
      'NX_NOT_FOUND',
      `${path} cannot be read (${cause.code}). Name a file of history.`,
      { path },
      { cause },
    );
  });
  try {
    const { size, isFile } = await file.stat().then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
    if (!isFile) throw new NexusError('NX_REQUEST_INVALID', `${path} is no file. Name a file of history.`, { path });
    let share = 0;
    const { format, rows } = await rowsOf(file, size, (read) => (share = read));
    const columns = new TopicColumns();
    let problems: LineProblem[] = [];
    for await (const numbered of rows) {
      const text = numbered.row ? addTo(columns, numbered, nowUs) : numbered.problem;
      if (text !== undefined) problems.push({ line: numbered.line, text });
      if (columns.count + problems.length < PART_ROWS) continue;
      yield { format, points: columns.take(), problems, share };
      problems = [];
    }
    yield { format, points: columns.take(), problems, share: 1 };
  } finally {
    await file.close();
  }
}

/** @returns why not. */
function addTo(columns: TopicColumns, { row, line }: NumberedRow, nowUs: number): string | undefined {
  try {
    columns.add(filePoint(row!, nowUs), line);
    return undefined;
  } catch (error) {
    if (error instanceof RowProblem) return error.message;
    throw error;
  }
}

async function rowsOf(
  file: FileHandle,
  size: number,
  read: (share: number) => void,
): Promise<{ readonly format: FileFormat; readonly rows: AsyncIterable<NumberedRow> }> {
  const head = new Uint8Array(8);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const begin = Buffer.from(head.subarray(0, bytesRead)).toString('latin1');
  if (begin.startsWith('PAR1')) return { format: 'parquet', rows: parquetRows(file, read) };
  const lines = fileLines(file, (bytes) => read(size === 0 ? 1 : bytes / size));
  if (begin.trimStart().startsWith('{')) return { format: 'jsonl', rows: jsonLineRows(lines) };
  return { format: 'csv', rows: csvRows(lines) };
}
