import { NexusError } from '../errors/nexus-error.ts';
import { decodedText, textEncoding } from './decode-text.ts';
import { formsSheet } from './forms-sheet.ts';
import { ignitionSheet, isIgnition } from './ignition-tags.ts';
import { readCsv, separatorOf } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { tableSheet } from './table-sheet.ts';
import { valueText } from './tag-cell.ts';
import type { ReadChoice, TagSheet } from './tag-sheet.ts';
import { isTiaSource, tiaSourceSheet } from './tia-source.ts';
import { restoredText } from './write-csv.ts';
import { xmlSheet } from './xml-tags.ts';
import { isZip } from './zip-archive.ts';

/** The largest file that is taken. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file of tags of any format that is known, recognised by what stands in it.
 *
 * @param name of the file, for texts and where the content does not tell.
 * @throws NexusError NX_TAG_FILE with what was seen and the next step.
 */
export async function readTagFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  choice: ReadChoice = {},
): Promise<TagSheet> {
  requireSize(name, bytes.length);
  if (bytes.length === 0) throw refused(`${name} is empty. Choose another file.`);
  if (isZip(bytes)) {
    const { sheets, sheet, rows, lines } = await readWorkbook(name, bytes, choice.part);
    return { ...tableSheet(rows, lines, choice.format), parts: sheets.length > 1 ? sheets : [], part: sheet };
  }
  const encoding = choice.encoding ?? textEncoding(bytes);
  const text = decodedText(bytes, encoding);
  if (text.includes('\0'))
    throw refused(`${name} is no text and no workbook. Save it as .csv or .xlsx and choose that.`);
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') return readJson(name, text, choice);
  if (start === '<') return { ...xmlSheet(name, text), parts: [], part: 0 };
  if (isTiaSource(text)) return tiaSourceSheet(name, text, choice);
  const separator = choice.separator ?? separatorOf(text);
  const { rows, lines } = readCsv(text, separator);
  const sheet = tableSheet(rows, lines, choice.format);
  return {
    ...sheet,
    rows: sheet.rows.map((row) => row.map(restoredText)),
    parts: [],
    part: 0,
    text: { encoding, separator },
  };
}

/** @throws NexusError NX_TAG_FILE for a file that is larger than is read. */
export function requireSize(name: string, bytes: number): void {
  if (bytes <= MAX_FILE_BYTES) return;
  const size = `${Math.ceil(bytes / 1024 ** 2)} MB`;
  throw refused(`${name} has ${size}; files of tags are read up to ${MAX_FILE_BYTES / 1024 ** 2} MB. Split it.`);
}

type Form = Readonly<Record<string, unknown>>;
const isForm = (value: unknown): value is Form => typeof value === 'object' && value !== null && !Array.isArray(value);

function readJson(name: string, text: string, { part = 0 }: ReadChoice): TagSheet {
  const value = parsed(name, text);
  if (isIgnition(value)) return { ...ignitionSheet(value), parts: [], part: 0 };
  const list = isForm(value) ? value['devices'] : undefined;
  const devices = Array.isArray(list)
    ? list.filter(isForm)
    : isForm(value) && Array.isArray(value['tags'])
      ? [value]
      : [];
  if (devices.length === 0)
    throw refused(
      `${name} is JSON without tags. Choose a file with “devices” or “tags”, or one that Ignition exported.`,
    );
  const chosen = devices[part] ?? devices[0]!;
  const tags = Array.isArray(chosen['tags']) ? chosen['tags'].filter(isForm) : [];
  return {
    ...formsSheet('nexus', tags),
    parts: devices.length > 1 ? devices.map(({ name: title, id }) => valueText(title ?? id)) : [],
    part: devices.indexOf(chosen),
  };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw refused(
      `${name} begins like JSON and cannot be read to its end: ${(cause as Error).message}. Export it again.`,
    );
  }
}

const refused = (text: string): NexusError => new NexusError('NX_TAG_FILE', text);
