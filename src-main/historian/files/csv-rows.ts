import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FileRow } from './file-point.ts';
import { unguarded } from './guarded-text.ts';

/** A record with line breaks in quotes may be so long; a file with a quote too many would else be one record. */
const MOST_RECORD = 65_536;
const FIELDS = ['time', 'topic', 'value', 'quality', 'status', 'type', 'flags', 'epoch'] as const;
type Field = (typeof FIELDS)[number];
const OTHER_NAMES: Readonly<Record<string, Field>> = { timestamp: 'time' };

/** A row with the line that it begins on. */
export interface NumberedRow {
  readonly line: number;
  /** Undefined with `problem`. */
  readonly row: FileRow | undefined;
  readonly problem?: string;
}

/**
 * Reads CSV as it comes: the separator (comma, semicolon or tab) is that of the header, and with another one than a comma
 * numbers may have a decimal comma.
 *
 * @param lines of a file, without their line breaks.
 * @throws NexusError NX_REQUEST_INVALID for a header without time, topic or value.
 */
export async function* csvRows(lines: AsyncIterable<string>): AsyncGenerator<NumberedRow> {
  let header: Header | undefined;
  let record = '';
  let line = 0;
  let begin = 1;
  for await (const text of lines) {
    line++;
    if (record === '') begin = line;
    record = record === '' ? text : `${record}\n${text}`;
    // Within quotes a line break is part of the field.
    if (isOpen(record)) {
      if (record.length <= MOST_RECORD) continue;
      yield {
        line: begin,
        row: undefined,
        problem: 'A quote is opened and not closed. Check the quotes of this line.',
      };
      record = '';
      continue;
    }
    const whole = record;
    record = '';
    if (whole.trim() === '') continue;
    if (!header) header = headerOf(whole);
    else yield rowOf(whole, header, begin);
  }
  if (record !== '')
    yield { line: begin, row: undefined, problem: 'A quote is opened and not closed. Check the quotes of this line.' };
  if (!header)
    throw new NexusError('NX_REQUEST_INVALID', 'The file is empty. A CSV file begins with time,topic,value.');
}

interface Header {
  readonly separator: string;
  readonly fields: readonly (Field | undefined)[];
}

function headerOf(text: string): Header {
  const clean = text.replace(/^\uFEFF/, '');
  const separator = [',', ';', '\t'].find((candidate) => clean.includes(candidate)) ?? ',';
  const names = split(clean, separator).map((name) => name.trim().toLowerCase());
  const fields = names.map((name) => OTHER_NAMES[name] ?? FIELDS.find((field) => field === name));
  const missing = (['time', 'topic', 'value'] as const).filter((field) => !fields.includes(field));
  if (missing.length === 0) return { separator, fields };
  const seen = names.slice(0, 12).join(', ').slice(0, 200);
  const what = `The file has no column ${missing.map((name) => `“${name}”`).join(' and ')}. Its first line says: ${seen}.`;
  throw new NexusError('NX_REQUEST_INVALID', `${what} Name the columns time,topic,value,quality.`, { missing });
}

function rowOf(text: string, { separator, fields }: Header, line: number): NumberedRow {
  const parts = split(text, separator);
  if (parts.length > fields.length) {
    const problem = `There are ${parts.length} fields for ${fields.length} columns. Put a value with the separator “${separator}” in quotes.`;
    return { line, row: undefined, problem };
  }
  const row: Partial<Record<Field, string>> = {};
  for (const [at, field] of fields.entries()) if (field && parts[at] !== undefined) row[field] = parts[at];
  const { time, topic = '', value = '', type } = row;
  const plain = unguarded(value);
  // A number with a sign is no formula, and stands there as it is.
  const number = separator !== ',' && /^-?\d+,\d+(?:e[+-]?\d+)?$/i.test(value) ? value.replace(',', '.') : plain;
  return { line, row: { ...row, time, topic: unguarded(topic), value: type === 'string' ? plain : number } };
}

const isOpen = (record: string): boolean => {
  if (!record.includes('"')) return false;
  let quotes = 0;
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
};

function split(record: string, separator: string): string[] {
  if (!record.includes('"')) return record.split(separator);
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < record.length; at++) {
    const letter = record[at]!;
    if (isQuoted) {
      if (letter !== '"') field += letter;
      else if (record[at + 1] === '"') field += record[++at]!;
      else isQuoted = false;
    } else if (letter === '"' && field === '') isQuoted = true;
    else if (letter === separator) {
      fields.push(field);
      field = '';
    } else field += letter;
  }
  return [...fields, field];
}
