import { POINT_FLAG, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { isBad, STATUS, statusOfClassic } from '../../../src-shared/domain/quality.ts';

/** The fields of a row of a file, as they stand there; what is left out is undefined. */
export interface FileRow {
  readonly time: unknown;
  readonly topic: unknown;
  readonly value: unknown;
  readonly quality?: unknown;
  readonly status?: unknown;
  readonly type?: unknown;
  readonly flags?: unknown;
  readonly epoch?: unknown;
}

/** What a row says. */
export interface FilePoint {
  readonly topic: string;
  readonly timeUs: number;
  readonly value: number;
  readonly status: number;
  /** POINT_FLAG bits. */
  readonly flags: number;
  readonly epoch: number;
  readonly cell: { readonly kind: TypedCell['kind']; readonly value: TypedCell['value'] } | undefined;
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/i;
/** Points that were made by a clock which is a little ahead are taken. */
const AHEAD_US = 86_400e6;

/** Why a row cannot be taken: subject, value seen, next step. */
export class RowProblem extends Error {}

/** @param nowUs nothing is taken from the day after it on. @throws RowProblem */
export function filePoint(row: FileRow, nowUs: number): FilePoint {
  const timeUs = timeOf(row.time);
  if (timeUs > nowUs + AHEAD_US)
    throw new RowProblem(`The time ${show(row.time)} lies ahead. Check the clock of its source.`);
  const topic = plain(row.topic);
  if (topic === '' || topic.length > 1_024)
    throw new RowProblem(`The topic ${show(row.topic)} is empty or too long. Name a tag.`);
  const status = statusOf(row);
  const { value, cell } = isBad(status) ? { value: Number.NaN, cell: undefined } : valueOf(row);
  return { topic, timeUs, value, status, flags: flagsOf(row.flags), epoch: Number(row.epoch ?? 0) || 0, cell };
}

/** @throws RowProblem for what is not ISO 8601 with a zone. */
function timeOf(time: unknown): number {
  if (typeof time === 'bigint') return Number(time);
  const [, day, clock, second = '00', fraction = '', zone] = TIME.exec(plain(time)) ?? [];
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${clock!}:${second}${colon(zone!)}`);
  if (Number.isNaN(ms)) throw new RowProblem(`${show(time)} is not a time with its zone. Write 2026-02-03T08:00:00Z.`);
  return ms * 1_000 + Math.floor(Number(fraction.padEnd(9, '0')) / 1_000);
}

const colon = (zone: string): string =>
  /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();

const QUALITIES: Readonly<Record<string, number>> = { good: STATUS.Good, uncertain: STATUS.Uncertain, bad: STATUS.Bad };

function statusOf({ status, quality }: FileRow): number {
  if (isGiven(status)) {
    const code = Number(status);
    if (Number.isInteger(code) && code >= 0 && code <= 0xffff_ffff) return code;
    throw new RowProblem(
      `The status ${show(status)} is not a StatusCode of 0 to 4294967295. Leave it out, or give quality.`,
    );
  }
  if (!isGiven(quality)) return STATUS.Good;
  const word = QUALITIES[plain(quality).toLowerCase()];
  if (word !== undefined) return word;
  const classic = Number(quality);
  if (Number.isInteger(classic) && classic >= 0 && classic <= 255) return statusOfClassic(classic);
  throw new RowProblem(`The quality ${show(quality)} is not known. Write 192, 64 or 0; or good, uncertain or bad.`);
}

function valueOf({ value, type }: FileRow): Pick<FilePoint, 'value' | 'cell'> {
  const text = plain(value);
  switch (plain(type)) {
    case 'string':
      return { value: Number.NaN, cell: { kind: 'string', value: text } };
    case 'int64':
    case 'uint64':
      return integerOf(text, plain(type) as 'int64' | 'uint64');
    case 'bytes':
      return { value: Number.NaN, cell: { kind: 'bytes', value: new Uint8Array(Buffer.from(text, 'base64')) } };
    case '':
      break;
    default:
      throw new RowProblem(
        `The type ${show(type)} is not known. Write string, int64, uint64 or bytes, or nothing for a number.`,
      );
  }
  if (typeof value === 'boolean') return { value: value ? 1 : 0, cell: undefined };
  if (text === '') return { value: Number.NaN, cell: undefined };
  const number = typeof value === 'number' ? value : Number(text);
  // Of a tag of texts it is one; whose tag it is, is known to others.
  if (Number.isNaN(number)) return { value: Number.NaN, cell: { kind: 'string', value: text } };
  return { value: number, cell: undefined };
}

function integerOf(text: string, kind: 'int64' | 'uint64'): Pick<FilePoint, 'value' | 'cell'> {
  const integer = /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  const fits =
    integer !== undefined && integer === (kind === 'int64' ? BigInt.asIntN(64, integer) : BigInt.asUintN(64, integer));
  if (!fits) throw new RowProblem(`The value “${text}” is not an ${kind}. Check its column “type”.`);
  return { value: Number(integer), cell: { kind, value: integer } };
}

const FLAGS: Readonly<Record<string, number>> = POINT_FLAG;

function flagsOf(flags: unknown): number {
  if (!isGiven(flags)) return 0;
  let bits = 0;
  for (const word of plain(flags).split(' ')) {
    const bit = Object.hasOwn(FLAGS, word) ? FLAGS[word]! : undefined;
    if (bit === undefined)
      throw new RowProblem(`The flag “${word}” is not known. Known: ${Object.keys(FLAGS).join(', ')}.`);
    bits |= bit;
  }
  return bits;
}

const isGiven = (field: unknown): boolean => field !== undefined && field !== null && field !== '';

/** What a field says as a text; nothing where there is none. */
function plain(field: unknown): string {
  if (typeof field === 'string') return field;
  if (typeof field === 'number' || typeof field === 'bigint' || typeof field === 'boolean') return String(field);
  return field === null || field === undefined ? '' : JSON.stringify(field);
}

function show(seen: unknown): string {
  return `“${plain(seen).slice(0, 80)}”`;
}
