import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { type DecodedMetric, type DecodedPayload, decodePayload, PayloadFault } from './decode-payload.ts';
import { PayloadWriter, planMetric } from './encode-payload.ts';
import { METRIC_TYPE, type MetricType } from './metric-type.ts';
import { metricValue } from './metric-value.ts';

/** What others make of our bytes: the package of Eclipse Tahu, and its plain protobuf messages below it. */
interface Tahu {
  encodePayload(payload: object): Uint8Array;
  decodePayload(bytes: Uint8Array): {
    readonly metrics: readonly { readonly value: number | string | boolean | { toString(): string } }[];
    readonly seq: { toString(): string };
  };
}
interface TahuMetric {
  readonly name: string;
  readonly intValue: number;
  readonly longValue: { toString(): string };
  readonly properties?: {
    readonly keys: string[];
    readonly values: { readonly type: number; readonly intValue: number }[];
  };
}
const require = createRequire(import.meta.url);
const tahu = (require('sparkplug-payload') as { get(version: string): Tahu }).get('spBv1.0');
const proto = (
  require('sparkplug-payload/lib/sparkplugPayloadProto.js') as {
    org: { eclipse: { tahu: { protobuf: { Payload: { decode(bytes: Uint8Array): { metrics: TahuMetric[] } } } } } };
  }
).org.eclipse.tahu.protobuf.Payload;

const NOW_MS = 1_763_700_000_123;
const TIME_US = 1_763_699_999_000_999;

interface Sample {
  readonly type: MetricType;
  readonly value?: number;
  readonly cell?: TypedCell;
  readonly status?: number;
}

function encode(
  samples: readonly Sample[],
  how: 'birth' | 'data' | 'replay' = 'birth',
  seq: number | null = 7,
): Uint8Array {
  const writer = new PayloadWriter();
  writer.begin(NOW_MS);
  samples.forEach(({ type, value = Number.NaN, cell, status = STATUS.Good }, i) => {
    const plan = planMetric(`m${i}`, type, 100 + i);
    if (how === 'birth') writer.birth(plan, { timeUs: TIME_US, value, status, cell });
    else writer.data(plan, TIME_US, value, status, cell, how === 'replay', false);
  });
  return writer.end(seq ?? undefined);
}

function decoded(bytes: Uint8Array): DecodedPayload {
  const payload = decodePayload(bytes);
  if (payload instanceof PayloadFault) throw new Error(payload.text);
  return payload;
}

const valueOf = ({ raw, datatype }: DecodedMetric): unknown => raw && metricValue(raw, datatype);
const int = (kind: 'int64' | 'uint64', value: bigint): TypedCell => ({ row: 0, kind, value });
const text = (value: string): TypedCell => ({ row: 0, kind: 'string', value });

describe('a payload', () => {
  it('keeps every integer exact to its last bit, negative ones as two’s complement', () => {
    const cases: [MetricType, number | bigint, number | bigint][] = [
      [METRIC_TYPE.Int8, -128, 127],
      [METRIC_TYPE.Int16, -32_768, 32_767],
      [METRIC_TYPE.Int32, -2_147_483_648, 2_147_483_647],
      [METRIC_TYPE.Int64, -(2n ** 63n), 2n ** 63n - 1n],
      [METRIC_TYPE.UInt8, 0, 255],
      [METRIC_TYPE.UInt16, 0, 65_535],
      [METRIC_TYPE.UInt32, 0, 4_294_967_295],
      [METRIC_TYPE.UInt64, 0, 2n ** 64n - 1n],
    ];
    const values = cases.flatMap(([type, low, high]) => [low, high].map((value) => ({ type, value })));
    const samples = values.map(({ type, value }) =>
      typeof value === 'bigint' ? { type, cell: int('int64', value) } : { type, value },
    );
    expect(decoded(encode(samples)).metrics.map(valueOf)).toEqual(values.map(({ value }) => value));
    // -1 of 32 bits: five bytes, not ten; of 64 bits: ten (Sparkplug 3.0, 6.4.16).
    const [short, long] = [METRIC_TYPE.Int32, METRIC_TYPE.Int64].map((type) => encode([{ type, value: -1 }]));
    expect(Buffer.from(short!).toString('hex')).toContain('50ffffffff0f');
    expect(Buffer.from(long!).toString('hex')).toContain('58ffffffffffffffffff01');
  });

  it('comes back as it was made, whatever is in it', () => {
    const sample = fc.oneof<fc.Arbitrary<Sample>[]>(
      fc.double().map((value) => ({ type: METRIC_TYPE.Double, value })),
      fc.float().map((value) => ({ type: METRIC_TYPE.Float, value })),
      fc
        .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
        .map((value) => ({ type: METRIC_TYPE.Int64, cell: int('int64', value) })),
      fc
        .bigInt({ min: 0n, max: 2n ** 64n - 1n })
        .map((value) => ({ type: METRIC_TYPE.UInt64, cell: int('uint64', value) })),
      fc.maxSafeInteger().map((value) => ({ type: METRIC_TYPE.Int64, value })),
      fc.integer().map((value) => ({ type: METRIC_TYPE.Int32, value })),
      fc.string({ unit: 'binary', maxLength: 300 }).map((value) => ({ type: METRIC_TYPE.String, cell: text(value) })),
      fc.boolean().map((value) => ({ type: METRIC_TYPE.Boolean, value: value ? 1 : 0 })),
      fc
        .uint8Array({ maxLength: 20_000 })
        .map((value) => ({ type: METRIC_TYPE.Bytes, cell: { row: 0, kind: 'bytes', value } })),
    );
    const meant = ({ type, value, cell }: Sample): unknown => {
      if (type === METRIC_TYPE.Boolean) return value === 1;
      if (cell?.kind === 'int64' || cell?.kind === 'uint64') {
        return Number.isSafeInteger(Number(cell.value)) ? Number(cell.value) : cell.value;
      }
      return cell ? cell.value : value;
    };
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 40 }), fc.integer({ min: 0, max: 255 }), (samples, seq) => {
        const payload = decoded(encode(samples, 'birth', seq));
        expect(payload.seq).toBe(seq);
        expect(payload.timestamp).toBe(NOW_MS);
        expect(payload.metrics.map(valueOf)).toEqual(samples.map(meant));
        expect(payload.metrics.map(({ name, alias, timestamp }) => [name, alias, timestamp])).toEqual(
          samples.map((_, i) => [`m${i}`, 100 + i, Math.floor(TIME_US / 1_000)]),
        );
      }),
    );
  });

  it('carries the quality: 192 left out, 500 where nobody reaches the device, 0 otherwise, and the OPC UA code beside it', () => {
    const statuses = [
      STATUS.Good,
      STATUS.GoodClamped,
      STATUS.Uncertain,
      STATUS.BadSensorFailure,
      STATUS.BadNoCommunication,
    ];
    const { metrics } = decoded(
      encode(
        statuses.map((status) => ({ type: METRIC_TYPE.Double, value: 1.5, status })),
        'data',
      ),
    );
    const told = metrics.map(({ properties, isNull }) => [
      properties.get('Quality')?.raw?.value,
      properties.get('StatusCode')?.raw?.value,
      isNull,
    ]);
    expect(told).toEqual([
      [undefined, undefined, false],
      [undefined, undefined, false],
      [0, STATUS.Uncertain, false],
      [0, STATUS.BadSensorFailure, true],
      [500, STATUS.BadNoCommunication, true],
    ]);
    expect(metrics.map(valueOf)).toEqual([1.5, 1.5, 1.5, undefined, undefined]);
    expect(metrics[2]!.properties.get('Quality')!.type).toBe(METRIC_TYPE.Int32);
  });

  it('names metrics by alias alone in data, and says what is history', () => {
    const [metric] = decoded(encode([{ type: METRIC_TYPE.Int32, value: 3 }], 'replay')).metrics;
    expect(metric).toMatchObject({ name: undefined, alias: 100, datatype: undefined, isHistorical: true });
    expect(decoded(encode([{ type: METRIC_TYPE.Int32, value: 3 }], 'data')).metrics[0]!.isHistorical).toBe(false);
    expect(decoded(encode([], 'data', null)).seq).toBeUndefined();
  });

  it('is null where there is no value of its datatype', () => {
    const samples: Sample[] = [
      { type: METRIC_TYPE.Int32, value: Number.NaN },
      { type: METRIC_TYPE.Boolean },
      { type: METRIC_TYPE.String },
      { type: METRIC_TYPE.Bytes },
    ];
    const { metrics } = decoded(encode(samples));
    expect(metrics.every(({ isNull, raw }) => isNull && raw === undefined)).toBe(true);
  });
});

describe('sparkplug-payload, which we did not write,', () => {
  it('reads our births and our data', () => {
    const samples: Sample[] = [
      { type: METRIC_TYPE.Double, value: 8.4 },
      { type: METRIC_TYPE.Float, value: Math.fround(8.4) },
      { type: METRIC_TYPE.Int8, value: -5 },
      { type: METRIC_TYPE.Int16, value: -500 },
      { type: METRIC_TYPE.Int32, value: -70_000 },
      { type: METRIC_TYPE.UInt16, value: 65_535 },
      { type: METRIC_TYPE.UInt64, cell: int('uint64', 2n ** 64n - 1n) },
      { type: METRIC_TYPE.Boolean, value: 1 },
      { type: METRIC_TYPE.String, cell: text('Grüße, “€”') },
    ];
    for (const how of ['birth', 'data'] as const) {
      const { metrics, seq } = tahu.decodePayload(encode(samples, how));
      expect(seq.toString()).toBe('7');
      if (how === 'data') continue;
      expect(metrics.map(({ value }) => (typeof value === 'object' ? value.toString() : value))).toEqual([
        ...[8.4, Math.fround(8.4), -5, -500, -70_000, 65_535, '18446744073709551615', true, 'Grüße, “€”'],
      ]);
    }
    const raw = proto.decode(
      encode(
        [
          { type: METRIC_TYPE.Int64, value: -5 },
          { type: METRIC_TYPE.UInt32, value: 4_000_000_000 },
        ],
        'data',
      ),
    );
    // It hands out Int64 without its sign and looks for UInt32 in long_value; the bytes below it are as the standard says.
    expect(BigInt.asIntN(64, BigInt(raw.metrics[0]!.longValue.toString()))).toBe(-5n);
    expect(raw.metrics[1]!.intValue).toBe(4_000_000_000);
  });

  it('finds the quality where the standard puts it', () => {
    const { metrics } = proto.decode(
      encode([{ type: METRIC_TYPE.Int32, value: 1, status: STATUS.BadNoCommunication }], 'data'),
    );
    expect(metrics[0]!.properties!.keys).toEqual(['Quality', 'StatusCode']);
    expect(metrics[0]!.properties!.values[0]).toMatchObject({ type: 3, intValue: 500 });
  });

  it('writes what we read, its UInt32 in long_value and its properties with it', () => {
    const metrics = [
      { name: 'a', type: 'Int64', value: -5 },
      { name: 'b', type: 'Int8', value: -5 },
      { name: 'c', type: 'UInt32', value: 4_000_000_000 },
      { name: 'd', type: 'Double', value: null },
      { name: 'e', type: 'String', value: 'x', properties: { Quality: { type: 'Int32', value: 500 } } },
      { name: 'f', type: 'DateTime', value: NOW_MS },
      { name: 'g', type: 'Bytes', value: Uint8Array.of(1, 2) },
      { name: 'h', type: 'DataSet', value: { numOfColumns: 1, columns: ['c'], types: ['Float'], rows: [[1]] } },
    ];
    const payload = decoded(tahu.encodePayload({ timestamp: NOW_MS, metrics, seq: 200 }));
    expect(payload).toMatchObject({ timestamp: NOW_MS, seq: 200 });
    const [a, b, c, d, e, f, g, h] = payload.metrics;
    expect([a, b, c, e, f].map((metric) => valueOf(metric!))).toEqual([-5, -5, 4_000_000_000, 'x', NOW_MS]);
    expect(d).toMatchObject({ isNull: true, raw: undefined });
    expect(e!.properties.get('Quality')).toEqual({ type: 3, raw: { field: 'int', value: 500 } });
    expect([...(valueOf(g!) as Uint8Array)]).toEqual([1, 2]);
    expect(h!.raw!.field).toBe('other');
  });
});

describe('bytes that are no payload', () => {
  it('are a fault or a payload, never more: 10,000 garbled ones', () => {
    const whole = encode([
      { type: METRIC_TYPE.Double, value: 8.4, status: STATUS.Uncertain },
      { type: METRIC_TYPE.Int64, cell: int('int64', -5n) },
      { type: METRIC_TYPE.String, cell: text('Grüße') },
      { type: METRIC_TYPE.Boolean, value: 1 },
    ]);
    let faults = 0;
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    const garbled = fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 12 }),
      cut: fc.nat(whole.length),
    });
    fc.assert(
      fc.property(garbled, ({ changes, cut }) => {
        const bytes = whole.slice(0, cut);
        for (const { at, to } of changes) if (at < cut) bytes[at] = to;
        const payload = decodePayload(bytes);
        if (payload instanceof PayloadFault) faults++;
        else for (const metric of payload.metrics) valueOf(metric);
      }),
      { numRuns: 10_000 },
    );
    expect(faults).toBeGreaterThan(1_000);
  });

  it('are refused where a length points beyond the end, a number never ends or a kind is none', () => {
    const hex = [
      '12ff',
      '12ffffffffff7f',
      '08ffffffffffffffffffffff01',
      '0b',
      '0001',
      '1203',
      '1203780161',
      '12030a01ff',
    ];
    for (const each of hex) expect(decodePayload(Buffer.from(each, 'hex')), each).toBeInstanceOf(PayloadFault);
    expect(decodePayload(new Uint8Array(0))).toEqual({ timestamp: undefined, seq: undefined, metrics: [] });
  });

  it('are bounded: a million metrics of nothing are refused', () => {
    const empty = Buffer.alloc(2_000_000, Buffer.from('1200', 'hex'));
    expect(decodePayload(empty)).toBeInstanceOf(PayloadFault);
  });
});
