import type { NumberedRow } from './csv-rows.ts';
import type { FileRow } from './file-point.ts';

/** Reads one JSON object a line. */
export async function* jsonLineRows(lines: AsyncIterable<string>): AsyncGenerator<NumberedRow> {
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const row = objectOf(text);
    if (row) yield { line, row };
    else yield { line, row, problem: `“${text.slice(0, 60)}” is not a JSON object. Write one a line.` };
  }
}

function objectOf(text: string): FileRow | undefined {
  try {
    const { time, timestamp, ...row } = JSON.parse(text) as FileRow & { readonly timestamp?: unknown };
    return { ...row, time: time ?? timestamp };
  } catch {
    return undefined;
  }
}
