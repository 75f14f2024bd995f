import { tagPath } from './tag-path.ts';

type Form = Readonly<Record<string, unknown>>;

/** What stands at `deadband.absolute` of a tag's form. */
export const formValue = (form: Form, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Form)[key] : undefined),
      form,
    );

/** A value of a tag's form as the text of a cell, from which it can be read back; empty where there is none. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const YES = /^(?:yes|true|1|on|y|x|ja|wahr)$/i;
const NO = /^(?:no|false|0|off|n|nein|falsch)$/i;

/** What a text means in a column, or what is wrong with it: the fact, and the next step. */
export type ReadCell =
  | { readonly value: unknown; readonly fault?: undefined }
  | { readonly fault: { readonly id: 'csv.cell' | 'csv.comma'; readonly text: string; readonly fix: string } };

/** @param readNumber by the decimal sign of the file. An empty text means that nothing is set. */
export function readCell(path: string, text: string, readNumber: (text: string) => number | undefined): ReadCell {
  const { kind = 'text', options = [] } = tagPath(path) ?? {};
  const typed = text.trim();
  if (kind === 'text' ? text === '' : typed === '') return { value: undefined };
  switch (kind) {
    case 'number':
      return numberCell(typed, readNumber(typed));
    case 'truth':
      if (YES.test(typed)) return { value: true };
      if (NO.test(typed)) return { value: false };
      return cellFault(typed, 'is neither yes nor no.', 'Write yes or no.');
    case 'choice':
      return choiceCell(path, typed, options);
    case 'json':
      return jsonCell(path, typed);
    default:
      return { value: text };
  }
}

function numberCell(typed: string, value: number | undefined): ReadCell {
  if (value !== undefined) return { value };
  if (!/^[+-]?\d+,\d+$/.test(typed)) return cellFault(typed, 'is not a number.', 'Write digits, for example 0.1.');
  const text = `“${shown(typed)}” looks like a decimal comma.`;
  return { fault: { id: 'csv.comma', text, fix: 'Read all numbers with decimal comma.' } };
}

const ACCESS: Readonly<Record<string, string>> = { r: 'read', ro: 'read', rw: 'read_write', 'r/w': 'read_write' };

function choiceCell(path: string, typed: string, options: readonly string[]): ReadCell {
  const word = typed.toLowerCase();
  const meant = path === 'access' ? (ACCESS[word] ?? word.replaceAll(/[\s/]+/g, '_')) : word;
  const value = options.find((option) => option.toLowerCase() === meant);
  if (value !== undefined) return { value };
  const alike = options.filter((option) => option.startsWith(meant.slice(0, 3)));
  const offer = (alike.length > 0 ? alike : options).map((option) => option.toUpperCase());
  const noun = path === 'data_type' ? 'a data type here' : `one of the words of this column`;
  const list = offer.length > 1 ? `${offer.slice(0, -1).join(', ')} or ${offer.at(-1)}` : offer[0];
  return cellFault(typed, `is not ${noun}.`, `Use ${list}.`);
}

function jsonCell(path: string, typed: string): ReadCell {
  const states = path === 'enum' ? statesOf(typed) : undefined;
  if (states) return { value: states };
  try {
    return { value: JSON.parse(typed) as unknown };
  } catch {
    const example = path === 'enum' ? '0=Stopped;1=Running' : '[{"check":"frozen"}]';
    return cellFault(typed, 'cannot be read here.', `Write it as ${example}.`);
  }
}

/** `0=Stopped;1=Running` */
function statesOf(typed: string): Readonly<Record<string, string>> | undefined {
  const parts = typed.split(';').filter((part) => part.trim() !== '');
  const pairs = parts.map((part) => /^\s*(-?\d+)\s*=\s*(.*?)\s*$/.exec(part));
  return pairs.every((pair) => pair !== null)
    ? Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!]))
    : undefined;
}

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const cellFault = (typed: string, fact: string, fix: string): ReadCell => ({
  fault: { id: 'csv.cell', text: `“${shown(typed)}” ${fact}`, fix },
});
