import { rangeFault } from '../value-fault.ts';
import { fromBcd, toBcd } from './bcd.ts';
import type { Codec } from './codec.ts';
import { wholeNumber } from './whole-number.ts';

const DAY_US = 86_400_000_000;
const US = 1_000;

/** Steps of an S5TIME by its two bits of time base (STEP 7, Format of the data type S5TIME). */
const S5_STEPS_MS = [10, 100, 1_000, 10_000] as const;
const S5_TAKES =
  'milliseconds 0–9990000: up to 9990 in steps of 10, up to 99900 in steps of 100, up to 999000 in steps of 1000, above in steps of 10000';

/** S5TIME and timers: three decimal digits and the time base above them; ms. */
export function s5Time(type: 'S5TIME' | 'TIMER'): Codec {
  return {
    read: (view, offset) => {
      const word = view.getUint16(offset);
      return fromBcd(word & 0x0fff) * S5_STEPS_MS[(word >> 12) & 3]!;
    },
    nan: 'bad',
    write: (view, offset, value) => {
      const ms = Number(wholeNumber(value, type, 0n, 9_990_000n, S5_TAKES));
      const base = S5_STEPS_MS.findIndex((step) => ms % step === 0 && ms / step <= 999);
      if (base < 0) throw rangeFault(value, type, S5_TAKES);
      view.setUint16(offset, (base << 12) | toBcd(ms / S5_STEPS_MS[base]!));
    },
  };
}

const DATE_EPOCH_US = Date.UTC(1990, 0, 1) * US;

/** DATE: days since 1990-01-01; µs since 1970 of its midnight UTC. */
export function dateCodec(): Codec {
  const max = DATE_EPOCH_US + 0xffff * DAY_US;
  const takes = `microseconds since 1970 of a midnight UTC, ${DATE_EPOCH_US}–${max}`;
  return {
    read: (view, offset) => DATE_EPOCH_US + view.getUint16(offset) * DAY_US,
    nan: 'bad',
    write: (view, offset, value) => {
      const us = Number(wholeNumber(value, 'DATE', BigInt(DATE_EPOCH_US), BigInt(max), takes));
      if ((us - DATE_EPOCH_US) % DAY_US !== 0) throw rangeFault(value, 'DATE', takes);
      view.setUint16(offset, (us - DATE_EPOCH_US) / DAY_US);
    },
  };
}

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** @returns NaN for a day or time that does not exist, such as the 31st of June. */
function toEpochMs({ year, month, day, hour, minute, second, ms }: Moment): number {
  if (!(month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 59 && ms <= 999)) return Number.NaN;
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return new Date(epochMs).getUTCDate() === day ? epochMs : Number.NaN;
}

const DT_MIN_US = Date.UTC(1990, 0, 1) * US;
const DT_MAX_US = Date.UTC(2089, 11, 31, 23, 59, 59, 999) * US;
const DT_TAKES = `microseconds since 1970 UTC in steps of 1000, ${DT_MIN_US}–${DT_MAX_US}`;

/**
 * DATE_AND_TIME: BCD bytes year (90–89 means 1990–2089), month, day, hour, minute, second, two digits of ms, the third
 * and the day of the week. The CPU knows no zone: taken as UTC.
 */
export function dateAndTime(): Codec {
  return {
    read: (view, offset) => {
      const digits = (index: number): number => fromBcd(view.getUint8(offset + index));
      const year = digits(0);
      const ms = digits(6) * 10 + fromBcd(view.getUint8(offset + 7) >> 4);
      const moment = { month: digits(1), day: digits(2), hour: digits(3), minute: digits(4), second: digits(5), ms };
      return toEpochMs({ year: year < 90 ? 2_000 + year : 1_900 + year, ...moment }) * US;
    },
    nan: 'bad',
    write: (view, offset, value) => {
      const us = Number(wholeNumber(value, 'DT', BigInt(DT_MIN_US), BigInt(DT_MAX_US), DT_TAKES));
      if (us % US !== 0) throw rangeFault(value, 'DT', DT_TAKES);
      const at = new Date(us / US);
      const ms = at.getUTCMilliseconds();
      const parts = [
        at.getUTCFullYear() % 100,
        at.getUTCMonth() + 1,
        at.getUTCDate(),
        at.getUTCHours(),
        at.getUTCMinutes(),
        at.getUTCSeconds(),
        Math.floor(ms / 10),
      ];
      parts.forEach((part, index) => view.setUint8(offset + index, toBcd(part)));
      view.setUint8(offset + 7, ((ms % 10) << 4) | (at.getUTCDay() + 1));
    },
  };
}

const DTL_MIN_MS = 0;
const DTL_MAX_MS = Date.UTC(2262, 3, 11, 23, 47, 16, 854);
const NS_PER_US = 1_000;

function readDtlMs(view: DataView, offset: number): number {
  const ns = view.getUint32(offset + 8);
  if (ns > 999_999_999) return Number.NaN;
  return toEpochMs({
    year: view.getUint16(offset),
    month: view.getUint8(offset + 2),
    day: view.getUint8(offset + 3),
    hour: view.getUint8(offset + 5),
    minute: view.getUint8(offset + 6),
    second: view.getUint8(offset + 7),
    ms: 0,
  });
}

const microsOf = (view: DataView, offset: number): number => Math.floor(view.getUint32(offset + 8) / NS_PER_US);

/** DTL: year, month, day, weekday, hour, minute, second and nanoseconds, of which whole µs are read. Taken as UTC. */
export function dtl(): Codec {
  const [min, max] = [BigInt(DTL_MIN_MS), BigInt(DTL_MAX_MS) * 1_000n];
  const takes = `microseconds since 1970 UTC, ${min}–${max}`;
  return {
    read: (view, offset) => readDtlMs(view, offset) * US + microsOf(view, offset),
    nan: 'bad',
    readExact: (view, offset) => {
      const ms = readDtlMs(view, offset);
      const us = ms * US + microsOf(view, offset);
      return Number.isNaN(us) || Number.isSafeInteger(us)
        ? undefined
        : BigInt(ms) * 1_000n + BigInt(microsOf(view, offset));
    },
    write: (view, offset, value) => {
      const us = wholeNumber(value, 'DTL', min, max, takes);
      const at = new Date(Number(us / 1_000_000n) * 1_000);
      view.setUint16(offset, at.getUTCFullYear());
      const parts = [
        at.getUTCMonth() + 1,
        at.getUTCDate(),
        at.getUTCDay() + 1,
        at.getUTCHours(),
        at.getUTCMinutes(),
        at.getUTCSeconds(),
      ];
      parts.forEach((part, index) => view.setUint8(offset + 2 + index, part));
      view.setUint32(offset + 8, Number(us % 1_000_000n) * NS_PER_US);
    },
  };
}
