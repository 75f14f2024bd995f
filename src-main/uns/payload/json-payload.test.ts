import { describe, expect, it } from 'vitest';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { onePoint } from '../../testing/one-point.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import { JsonPayload } from './json-payload.ts';

const PRESSURE: TagRow = {
  uid: 'u1',
  topic: 'acme/plant/pump/pressure',
  deviceTopic: 'acme/plant/pump',
  unit: 'bar',
  device: 'pump',
  tag: 'pressure',
  dataType: 'float32',
};
// 2026-11-21T10:00:00Z by `date -u -d 2026-11-21T10:00:00Z +%s`.
const TEN = 1_795_255_200;

function text(
  value: number,
  { status = 0, timeUs = TEN * 1e6 + 123_456, cell, row = {}, tag = PRESSURE, meta = '' }: Options = {},
): string {
  return new JsonPayload({ ...tag, ...row }).encode(onePoint(value, timeUs, status), 0, cell, meta);
}

interface Options {
  status?: number;
  timeUs?: number;
  cell?: TypedCell;
  row?: Partial<TagRow>;
  tag?: TagRow;
  meta?: string;
}

const valueOf = (value: number, options?: Options): unknown => (JSON.parse(text(value, options)) as Payload).value;

interface Payload {
  value: unknown;
  timestamp: string | null;
}

describe('the JSON payload of a point', () => {
  it('is what the specification says, to the character', () => {
    expect(text(8.42)).toBe(
      '{"value":8.42,"timestamp":"2026-11-21T10:00:00.123456Z","quality":192,"unit":"bar","device_id":"pump","tag_id":"pressure"}',
    );
  });

  it('is JSON for every finite number, and gives the same number back', () => {
    const numbers = [0, -0, 1e21, -1e-7, 5e-324, Number.MAX_VALUE, 0.1, 2 ** 53, -123_456.789];
    for (const number of numbers) expect(valueOf(number), String(number)).toBe(number === 0 ? 0 : number);
  });

  it('has microseconds at every time, also before 1970 and at the turn of a second', () => {
    const timeOf = (timeUs: number): unknown => (JSON.parse(text(1, { timeUs })) as Payload).timestamp;
    expect(timeOf(0)).toBe('1970-01-01T00:00:00.000000Z');
    expect(timeOf(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(timeOf(TEN * 1e6 + 999_999)).toBe('2026-11-21T10:00:00.999999Z');
    expect(timeOf((TEN + 1) * 1e6)).toBe('2026-11-21T10:00:01.000000Z');
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30]) expect(timeOf(wrong)).toBeNull();
  });

  it('has no value where the quality is Bad, and names NaN and the infinities', () => {
    expect(JSON.parse(text(Number.NaN, { status: STATUS.BadNoCommunication }))).toMatchObject({
      value: null,
      quality: 24,
    });
    expect(text(Number.NaN, { status: STATUS.Bad })).not.toContain('vx');
    expect(JSON.parse(text(Number.NaN))).toMatchObject({ value: null, vx: 'NaN', quality: 192 });
    expect(JSON.parse(text(-Infinity))).toMatchObject({ value: null, vx: '-Infinity' });
    expect(JSON.parse(text(4, { status: STATUS.UncertainLastUsableValue }))).toMatchObject({ value: 4, quality: 68 });
  });

  it('keeps integers exact, beyond 2^53 as texts, and carries texts and bytes', () => {
    const cell = (value: bigint): TypedCell => ({ row: 0, kind: 'uint64', value });
    expect(valueOf(1.8e19, { cell: cell(18_446_744_073_709_551_615n) })).toBe('18446744073709551615');
    expect(valueOf(7, { cell: cell(7n) })).toBe(7);
    expect(valueOf(Number.NaN, { cell: { row: 0, kind: 'string', value: 'a "b"\n\u2028é' } })).toBe('a "b"\n\u2028é');
    expect(valueOf(Number.NaN, { cell: { row: 0, kind: 'bytes', value: Uint8Array.of(1, 2, 255) } })).toBe('AQL/');
  });

  it('says true and false for a bool, adds the text of a state, and leaves out a unit that is not there', () => {
    expect(valueOf(1, { row: { dataType: 'bool' } })).toBe(true);
    expect(valueOf(0, { row: { dataType: 'bool' } })).toBe(false);
    const states = { '0': 'Off', '2': 'On “fast”' };
    expect(JSON.parse(text(2, { row: { states } }))).toMatchObject({ value: 2, state: 'On “fast”' });
    expect(JSON.parse(text(1, { row: { states } }))).not.toHaveProperty('state');
    const { unit: _, ...unitless } = PRESSURE;
    expect(text(1, { tag: unitless })).not.toContain('unit');
    expect(text(1, { meta: ',"log":"x","lane":1,"seq":9' })).toMatch(
      /"tag_id":"pressure","log":"x","lane":1,"seq":9}$/,
    );
  });
});
