import type { DataType } from '../../src-shared/domain/data-type.ts';
import { integerRange } from '../../src-shared/domain/integer-range.ts';
import { unitSymbol } from '../../src-shared/domain/units.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { WriteValue } from '../drivers/driver.ts';
import { unscale } from '../processing/unscale.ts';
import type { Refusal, WriteTarget } from './write-command.ts';

/** What the tag was last set to, for its largest rate. */
export interface LastWrite {
  readonly value: number;
  readonly atMs: number;
}

export type Verdict =
  | { readonly kind: 'fit'; readonly value: WriteValue; readonly expect: WriteValue | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const FLOAT32_MAX = 3.402_823_466_385_288_6e38;
const INTEGER_TEXT = /^-?\d{1,20}$/;

const refuse = (code: Refusal['code'], message: string): Verdict => ({ kind: 'refused', refusal: { code, message } });

/**
 * The pure verdict: may this value be sent to this tag? Type, limits, step and rate; nothing is rounded or clamped.
 * @param nowMs monotonic.
 */
export function validateWrite(
  value: unknown,
  expect: unknown,
  target: WriteTarget,
  lastWrite: LastWrite | undefined,
  nowMs: number,
): Verdict {
  const { tag, dataType, madeOf } = target;
  if (madeOf !== undefined)
    return refuse('READ_ONLY', `“${tag.id}” is made of the points of “${madeOf}”. Write to that one.`);
  if (tag.access !== 'read_write') {
    return refuse(
      'READ_ONLY',
      `“${tag.id}” is read-only. Set access: read_write on the tag if it is meant to be written.`,
    );
  }
  const typed = typedValue(stateValue(value, target), dataType);
  if (typed === undefined)
    return refuse('BAD_REQUEST', `${shown(value)} is not a value of type ${dataType}${hint(dataType)}`);
  const expected = expect === undefined ? undefined : typedValue(stateValue(expect, target), dataType);
  if (expect !== undefined && expected === undefined) {
    return refuse('BAD_REQUEST', `expect ${shown(expect)} is not a value of type ${dataType}${hint(dataType)}`);
  }
  const refusal =
    deviceRangeFault(typed, target) ?? limitFault(typed, target) ?? rateFault(typed, target, lastWrite, nowMs);
  return refusal ? { kind: 'refused', refusal } : { kind: 'fit', value: typed, expect: expected };
}

/** The number of a state that is named by its text; anything else as it is, also a text that two states share. */
function stateValue(value: unknown, { tag, dataType }: WriteTarget): unknown {
  if (typeof value !== 'string' || dataType === 'string' || !tag.enum) return value;
  const named = Object.entries(tag.enum).filter(([, text]) => text === value);
  return named.length === 1 ? Number(named[0]![0]) : value;
}

/** The value in the type that the tag has; undefined where it is none. Texts are taken for exact 64-bit integers only. */
function typedValue(value: unknown, type: DataType): WriteValue | undefined {
  if (type === 'string') return typeof value === 'string' ? value : undefined;
  if (type === 'bool') {
    if (value === 0 || value === 1) return value === 1;
    return typeof value === 'boolean' ? value : undefined;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return value;
  const isWide = type === 'int64' || type === 'uint64';
  return isWide && typeof value === 'string' && INTEGER_TEXT.test(value) ? BigInt(value) : undefined;
}

function deviceRangeFault(value: WriteValue, { rule, dataType, tag }: WriteTarget): Refusal | undefined {
  let raw: WriteValue;
  try {
    raw = unscale(rule, dataType, value);
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    return { code: 'OUT_OF_RANGE', message: error.text };
  }
  if (typeof raw === 'number' && dataType === 'float32' && Math.abs(raw) > FLOAT32_MAX) {
    return { code: 'OUT_OF_RANGE', message: `${shown(value)} is larger than a float32 can hold.` };
  }
  const range = integerRange(dataType);
  if (!range || (typeof raw !== 'number' && typeof raw !== 'bigint')) return undefined;
  if (typeof raw === 'number' && !Number.isSafeInteger(raw)) {
    const message = Number.isInteger(raw)
      ? `${raw} is too large to be exact as a number. Send it as a text of digits.`
      : `${shown(value)} has decimals, and ${tag.id} holds whole numbers (${dataType}). It is not rounded.`;
    return { code: 'OUT_OF_RANGE', message };
  }
  const exact = BigInt(raw);
  if (exact >= range.min && exact <= range.max) return undefined;
  const scaled = typeof value === 'number' && raw !== value ? ` (${raw} on the device)` : '';
  return {
    code: 'OUT_OF_RANGE',
    message: `${shown(value)}${scaled} does not fit ${dataType}: ${range.min}–${range.max}.`,
  };
}

function limitFault(value: WriteValue, { tag, last }: WriteTarget): Refusal | undefined {
  const limits = tag.write_limits;
  if (!limits || (typeof value !== 'number' && typeof value !== 'bigint')) return undefined;
  const asked = Number(value);
  const unit = tag.unit === undefined ? '' : ` ${unitSymbol(tag.unit)}`;
  const { min, max, max_step: step } = limits;
  if ((min !== undefined && asked < min) || (max !== undefined && asked > max)) {
    const message = `${asked}${unit} is outside the limits ${min ?? '…'} to ${max ?? '…'}${unit} of ${tag.id}.`;
    return { code: 'OUT_OF_RANGE', message };
  }
  if (step === undefined) return undefined;
  if (last === undefined) {
    return {
      code: 'RATE_OF_CHANGE',
      message: `The present value of ${tag.id} is not known, so its largest step of ${step}${unit} cannot be kept. Wait for a good value.`,
    };
  }
  if (Math.abs(asked - Number(last)) <= step) return undefined;
  return {
    code: 'RATE_OF_CHANGE',
    message: `From ${String(last)} to ${asked}${unit} is more than the largest step of ${step}${unit}. Go in smaller steps.`,
  };
}

function rateFault(
  value: WriteValue,
  { tag }: WriteTarget,
  lastWrite: LastWrite | undefined,
  nowMs: number,
): Refusal | undefined {
  const rate = tag.write_limits?.rate;
  if (rate === undefined || !lastWrite || typeof value !== 'number') return undefined;
  const seconds = (nowMs - lastWrite.atMs) / 1_000;
  const change = Math.abs(value - lastWrite.value);
  if (change <= rate * seconds) return undefined;
  const message = `${change} within ${seconds.toFixed(1)} s is more than the largest rate of ${rate} a second. Wait ${Math.ceil(change / rate - seconds)} s.`;
  return { code: 'RATE_OF_CHANGE', message };
}

function hint(type: DataType): string {
  if (type === 'bool') return ': use true or false.';
  if (type === 'string') return ': use a text.';
  if (type === 'int64' || type === 'uint64') return ': use a number, or a text of digits where it is beyond 2^53.';
  return ': use a number.';
}

function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? `“${value}”`
      : typeof value === 'bigint'
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}
