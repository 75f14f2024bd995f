import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { onePoint } from '../../testing/one-point.ts';
import { decodePayload } from '../payload/decode-payload.ts';
import { JsonPayload } from '../payload/json-payload.ts';
import { fillPoint, incomingPoint } from './incoming-point.ts';
import { jsonMemo, scanJson } from './json-scan.ts';
import { newPoint } from './remote-point.ts';

const TAG = { uid: 'u', topic: 'a/b/c', deviceTopic: 'a/b', device: 'b “1”', tag: 'c,}', unit: '°C' } as const;
const META = ',"log":"log-1","lane":2,"seq":';

const json = (value: number, timeUs: number, status: number, meta = ''): string =>
  new JsonPayload({ ...TAG, dataType: 'float64' }).encode(onePoint(value, timeUs, status), 0, undefined, meta);

function scan(text: string, memoOf = text) {
  const point = newPoint();
  // Other bytes around it, as in the buffer of a socket.
  const bytes = Buffer.from(`}}${text}{{`);
  const memo = jsonMemo(memoOf);
  return memo && scanJson(bytes, 2, bytes.length - 2, memo, point) ? point : undefined;
}

function read(text: string) {
  const point = newPoint();
  const [decoded] = decodePayload(TAG.topic, Buffer.from(text))!.points;
  fillPoint(incomingPoint(decoded!), point);
  return point;
}

const statuses = fc.constantFrom(...Object.values(STATUS));
const times = fc.integer({ min: -62_167_219_200_000_000, max: 8_640_000_000_000_000 });

describe('the quick way through a JSON payload', () => {
  it('reads every finite number, time and quality that ours writes as the thorough way does', () => {
    let quick = 0;
    const values = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer().map((n) => n / 100),
    );
    fc.assert(
      fc.property(values, times, statuses, fc.option(fc.nat()), (value, timeUs, status, seq) => {
        const text = json(value, timeUs, status, seq === null ? '' : `${META}${seq}`);
        const point = scan(text);
        if (!point) return;
        quick++;
        expect(point).toEqual(read(text));
      }),
      { numRuns: 2_000 },
    );
    expect(quick).toBeGreaterThan(1_500);
  });

  it('knows a payload by the last one of its topic, whatever changed but device, tag and unit', () => {
    const [first, second] = [json(1, 1_000_000, 0, `${META}9`), json(-2.5, 2_000_001, STATUS.Good, `${META}10`)];
    expect(scan(second, first)).toMatchObject({ value: -2.5, timeUs: 2_000_001, status: 0 });
    expect(scan(second.replace('°C', '°F'), first)).toBeUndefined();
    expect(scan(second.replace('log-1', 'log-2'), first)).toBeUndefined();
    expect(scan(json(1, 1, 0), first)).toBeUndefined();
  });

  it('leaves everything else to the thorough way', () => {
    const good = json(8.25, 1_700_000_000_123_456, 0);
    expect(scan(good)).toBeDefined();
    for (const [from, to] of [
      ['8.25', '"8.25"'],
      ['8.25', 'true'],
      ['8.25', 'null'],
      ['8.25', '8.2.5'],
      ['8.25', '-'],
      ['8.25', '8,25'],
      ['8.25', '08.25'],
      ['8.25', '.25'],
      ['8.25', '8.'],
      ['8.25', 'nuxx'],
      ['2023-11-14T', '2023-11-\u00004T'],
      [':192,', ':092,'],
      ['"quality"', '"qualiti"'],
      ['456Z', '456+01:00'],
      ['456Z', '45Z'],
      ['2023-11-14T', '2023-99-14T'],
      [':192,', ':1920,'],
      ['{"value"', ' {"value"'],
    ] as const) {
      expect(good).toContain(from);
      expect(scan(good.replace(from, to), good), to).toBeUndefined();
    }
    for (let end = 1; end < good.length; end++) expect(scan(good.slice(0, end), good)).toBeUndefined();
  });
});
