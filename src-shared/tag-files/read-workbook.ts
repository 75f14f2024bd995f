import { NexusError } from '../errors/nexus-error.ts';
import { readXml } from './read-xml.ts';
import { ZipArchive } from './zip-archive.ts';

/** One sheet of a workbook: texts of its cells, with the number of each row. */
export interface WorkbookSheet {
  readonly sheets: readonly string[];
  readonly sheet: number;
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** What no table of tags has; one that has it was made to hurt. */
const WIDEST = 2_000;

/**
 * Reads a sheet of an Excel workbook (.xlsx), the first one unless told. Values are those that Excel kept; formulas are not run.
 * @throws NexusError NX_TAG_FILE
 */
export async function readWorkbook(name: string, bytes: Uint8Array<ArrayBuffer>, sheet = 0): Promise<WorkbookSheet> {
  const archive = new ZipArchive(name, bytes);
  const listed = sheetsOf(name, (await archive.text('xl/workbook.xml')) ?? '');
  const targets = targetsOf(name, (await archive.text('xl/_rels/workbook.xml.rels')) ?? '');
  const chosen = Math.min(Math.max(0, sheet), listed.length - 1);
  const path = targets.get(listed[chosen]?.id ?? '');
  const text = path === undefined ? undefined : await archive.text(path);
  if (text === undefined)
    throw new NexusError('NX_TAG_FILE', `${name} has no sheet with cells. Choose a workbook in the .xlsx format.`);
  const strings = stringsOf(name, (await archive.text('xl/sharedStrings.xml')) ?? '');
  return { sheets: listed.map(({ title }) => title), sheet: chosen, ...cellsOf(name, text, strings) };
}

function sheetsOf(name: string, xml: string): readonly { readonly title: string; readonly id: string }[] {
  const sheets: { readonly title: string; readonly id: string }[] = [];
  readXml(name, xml, {
    open: (element, attributes) => {
      if (element === 'sheet') sheets.push({ title: attributes.get('name'), id: attributes.get('id') });
    },
    close: () => undefined,
  });
  return sheets;
}

function targetsOf(name: string, xml: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  readXml(name, xml, {
    open: (element, attributes) => {
      const target = attributes.get('Target');
      if (element === 'Relationship')
        targets.set(attributes.get('Id'), target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
    close: () => undefined,
  });
  return targets;
}

function stringsOf(name: string, xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let isReading = 0;
  readXml(name, xml, {
    open: (element) => {
      if (element === 'si') text = '';
      if (element === 'rPh') isReading++;
    },
    close: (element, own) => {
      if (element === 'rPh') isReading--;
      // How a word is pronounced stands beside it and is no part of it.
      else if (element === 't' && isReading === 0) text += own;
      else if (element === 'si') strings.push(restored(text));
    },
  });
  return strings;
}

function cellsOf(name: string, xml: string, strings: readonly string[]): Pick<WorkbookSheet, 'rows' | 'lines'> {
  const rows: string[][] = [];
  const lines: number[] = [];
  let row: string[] = [];
  let line = 0;
  let column = -1;
  let type = '';
  let text = '';
  readXml(name, xml, {
    open: (element, attributes) => {
      if (element === 'row') {
        row = [];
        line = Number(attributes.get('r')) || line + 1;
      } else if (element === 'c') {
        column = columnOf(attributes.get('r')) ?? column + 1;
        type = attributes.get('t');
        text = '';
      }
    },
    close: (element, own) => {
      if (element === 'v') text = own;
      else if (element === 't') text += own;
      else if (element === 'c' && column < WIDEST) {
        while (row.length < column) row.push('');
        row[column] = cellText(type, text, strings);
      } else if (element === 'row') {
        rows.push(row);
        lines.push(line);
        column = -1;
      }
    },
  });
  return { rows, lines };
}

function cellText(type: string, text: string, strings: readonly string[]): string {
  switch (type) {
    case 's':
      return strings[Number(text)] ?? '';
    case 'inlineStr':
    case 'str':
    case 'e':
      return restored(text);
    case 'b':
      return text === '1' ? 'yes' : 'no';
    default:
      return numberText(text);
  }
}

/** Excel keeps 17 digits of 0.3; and three decimals would look like a thousand where a decimal comma is read. */
function numberText(text: string): string {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return text;
  const plain = String(number);
  return /^-?\d{1,3}\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}

/** `AB12` → 27; undefined where the cell does not say where it is. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** `_x000D_` stands for a character that XML cannot have. */
const restored = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
