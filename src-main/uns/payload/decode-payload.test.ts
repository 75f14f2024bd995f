import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { onePoint } from '../../testing/one-point.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';
import { CompactPayload } from './compact-payload.ts';
import { decodePayload } from './decode-payload.ts';
import { type DecodedPoint, type DecodedValue, typedValue } from './decoded-point.ts';
import { BATCH_END, BatchEntry, batchStart } from './json-batch.ts';
import { JsonPayload } from './json-payload.ts';
import { MsgpackPayload, msgpackMeta } from './msgpack-payload.ts';

interface Point {
  readonly value: number;
  readonly type: DataType;
  readonly cell?: TypedCell;
  /** As it should come back. */
  readonly expected: DecodedValue;
}

const META = { log: '0198f0aa-0000-7000-8000-000000000000', lane: 1, seq: 4_711 };
const JSON_META = `,"log":"${META.log}","lane":1,"seq":4711`;

const cellOf = (kind: 'int64' | 'uint64', value: bigint): Point => {
  const isSafe = Number.isSafeInteger(Number(value));
  return { value: Number(value), type: kind, cell: { row: 0, kind, value }, expected: isSafe ? Number(value) : value };
};

const anyPoint: fc.Arbitrary<Point> = fc.oneof(
  fc.double().map((value): Point => ({ value, type: 'float64', expected: value })),
  fc.boolean().map((value): Point => ({ value: Number(value), type: 'bool', expected: value })),
  fc.integer().map((value): Point => ({ value, type: 'int32', expected: value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => cellOf('int64', value)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => cellOf('uint64', value)),
  fc.string({ unit: 'binary' }).map((value): Point => {
    const text = value.toWellFormed();
    return { value: Number.NaN, type: 'string', cell: { row: 0, kind: 'string', value: text }, expected: text };
  }),
  fc.uint8Array().map((value): Point => {
    return { value: Number.NaN, type: 'string', cell: { row: 0, kind: 'bytes', value }, expected: value };
  }),
);
const anyStatus = fc.constantFrom(...Object.values(STATUS), 0x80ab0000, 0x40ff0000);
/** Years 1830–2109: as many as milliseconds in a float64 keep to the µs. */
const anyTimeUs = fc.integer({ min: -4_398e12, max: 4_398e12 });
const anyText = fc.string({ unit: 'grapheme', minLength: 1 });

function rowOf(dataType: DataType, unit: string): TagRow {
  return { uid: 'u', topic: 'a/b/c/d', deviceTopic: 'a/b', device: 'b', tag: 'd', dataType, unit };
}

type Encode = (row: TagRow, batch: PointBatch, cell: TypedCell | undefined) => string | Uint8Array;

const ENCODERS: Readonly<Record<string, Encode>> = {
  json: (row, batch, cell) => new JsonPayload(row).encode(batch, 0, cell, JSON_META),
  compact: (row, batch, cell) => new CompactPayload(row).encode(batch, 0, cell, JSON_META),
  msgpack: (row, batch, cell) => new MsgpackPayload(row).encode(batch, 0, cell, msgpackMeta(META)),
  'json-batch': (row, batch, cell) =>
    batchStart(row.device, batch.receivedUs, JSON_META) + new BatchEntry(row).encode(batch, 0, cell) + BATCH_END,
};

function decoded(topic: string, payload: string | Uint8Array): { kind: string; points: readonly DecodedPoint[] } {
  const found = decodePayload(topic, typeof payload === 'string' ? Buffer.from(payload) : payload);
  expect(found).toBeDefined();
  return found!;
}

describe.each(Object.entries(ENCODERS))('the %s payload', (kind, encode) => {
  it('gives every value, time, quality and unit back, and where the point stands in the log', () => {
    fc.assert(
      fc.property(anyPoint, anyStatus, anyTimeUs, anyText, (point, status, timeUs, unit) => {
        const row = rowOf(point.type, unit.toWellFormed());
        const topic = kind === 'json-batch' ? row.deviceTopic : row.topic;
        const { kind: found, points } = decoded(topic, encode(row, onePoint(point.value, timeUs, status), point.cell));
        expect(found).toBe(kind);
        expect(points).toHaveLength(1);
        const { value, ...rest } = points[0]!;
        const isText = kind !== 'msgpack' && point.expected instanceof Uint8Array;
        const expected = isText ? Buffer.from(point.expected as Uint8Array).toString('base64') : point.expected;
        const isZero = kind !== 'msgpack' && Object.is(expected, -0);
        expect(typedValue(value, point.type)).toEqual(isBad(status) ? null : isZero ? 0 : expected);
        expect(rest).toMatchObject({ topic: 'a/b/c/d', timeUs, quality: classicQuality(status), meta: META });
        expect(rest.unit).toBe(row.unit);
      }),
      { numRuns: 500 },
    );
  });

  it('carries the text of a state, and no time where there is none', () => {
    const row = { ...rowOf('uint16', 'x'), states: { '2': 'On “fast”' } };
    const batch = onePoint(2, Number.NaN);
    const { points } = decoded('a/b', encode(row, batch, undefined));
    expect(points[0]).toMatchObject({ value: 2, state: 'On “fast”' });
    expect(points[0]!.timeUs).toBeUndefined();
  });
});

describe('bytes of anybody', () => {
  it('are a point, or nothing: never an error', () => {
    const json = fc.json().map((text) => Buffer.from(text));
    const almost = fc.object({ key: fc.constantFrom('value', 'v', 'values', 'device_id', 'timestamp', 'ts', 'unit') });
    const bytes = fc.oneof(
      fc.uint8Array(),
      json,
      almost.map((body) => Buffer.from(JSON.stringify(body))),
    );
    fc.assert(
      fc.property(bytes, (payload) => {
        const found = decodePayload('a/b', payload);
        expect(found === undefined || Array.isArray(found.points)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of MessagePack that are cut or changed are a point, or nothing, and allocate no more than there is', () => {
    const row = rowOf('float64', 'bar');
    const good = new MsgpackPayload(row).encode(onePoint(1.5, 1e15), 0, undefined, new Uint8Array(0));
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length - 1), fc.nat(255), (length, at, byte) => {
        const bytes = Buffer.from(good.subarray(0, length));
        bytes[at] = byte;
        decodePayload('a/b', bytes);
      }),
      { numRuns: 3_000 },
    );
    // A list that announces four thousand million items.
    expect(decodePayload('a/b', Uint8Array.of(0x81, 0xa1, 0x76, 0xdd, 0xff, 0xff, 0xff, 0xff))).toBeUndefined();
    const deep = Buffer.concat([Buffer.of(0x81, 0xa1, 0x76), Buffer.alloc(10_000, 0x91), Buffer.of(0xc0)]);
    expect(decodePayload('a/b', deep)).toBeUndefined();
  });

  it('are read with another zone and with any fraction of a second', () => {
    const timeOf = (timestamp: unknown): number | undefined =>
      decodePayload('t', Buffer.from(JSON.stringify({ value: 1, timestamp })))!.points[0]!.timeUs;
    expect(timeOf('2026-11-21T12:00:00.5+02:00')).toBe(1_795_255_200_500_000);
    expect(timeOf('2026-11-21T10:00:00Z')).toBe(1_795_255_200_000_000);
    expect(timeOf('2026-11-21T10:00:00.123456789Z')).toBe(1_795_255_200_123_456);
    for (const none of ['2026-13-45T10:00:00Z', 'yesterday', 5, null]) expect(timeOf(none)).toBeUndefined();
  });
});
