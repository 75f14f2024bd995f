import { decodeBatch, encodeBatchInto, frameSize } from '../domain/batch-frame.ts';
import type { PointBatch } from '../domain/point-batch.ts';
import type { BucketSeries, RawSeries } from '../domain/series.ts';

/*
 * Binary frames beside the calls on the same socket or port. An 8-byte prefix, little-endian, then columns:
 *   0 u8 kind (1 live, 2 series, 3 columns)   4 u32 number (the caller's `frame`, 0 for live)
 * A live frame carries a batch whose rows are the newest points of watched tags, at most one a tag.
 * A series frame: u32 form (0 raw, 1 buckets), u32 rows, f64 fromUs, f64 widthUs, then the columns in RAW/BUCKETS order.
 * A columns frame: f64 numbers; the answer that comes after it says which column begins where.
 */
const PREFIX = 8;
const SERIES_HEADER = 24;
const BUCKET_COLUMNS = ['timeUs', 'min', 'max', 'avg', 'first', 'last', 'count', 'bad'] as const;

export type DataFrame =
  | { readonly kind: 'live'; readonly batch: PointBatch }
  | { readonly kind: 'series'; readonly number: number; readonly series: RawSeries | BucketSeries }
  | { readonly kind: 'columns'; readonly number: number; readonly values: Float64Array };

export function encodeLiveFrame(batch: PointBatch): ArrayBuffer {
  const buffer = new ArrayBuffer(PREFIX + frameSize(batch));
  new DataView(buffer).setUint8(0, 1);
  encodeBatchInto(batch, buffer, PREFIX);
  return buffer;
}

export function encodeSeriesFrame(number: number, series: RawSeries | BucketSeries): ArrayBuffer {
  const rows = series.timeUs.length;
  const body = series.kind === 'raw' ? rows * 20 : rows * 8 * BUCKET_COLUMNS.length;
  const buffer = new ArrayBuffer(PREFIX + SERIES_HEADER + body);
  const view = new DataView(buffer);
  view.setUint8(0, 2);
  view.setUint32(4, number, true);
  view.setUint32(PREFIX, series.kind === 'raw' ? 0 : 1, true);
  view.setUint32(PREFIX + 4, rows, true);
  view.setFloat64(PREFIX + 8, series.kind === 'raw' ? 0 : series.fromUs, true);
  view.setFloat64(PREFIX + 16, series.kind === 'raw' ? 0 : series.widthUs, true);
  const at = PREFIX + SERIES_HEADER;
  if (series.kind === 'raw') {
    new Float64Array(buffer, at, rows).set(series.timeUs);
    new Float64Array(buffer, at + rows * 8, rows).set(series.value);
    new Uint32Array(buffer, at + rows * 16, rows).set(series.status);
  } else {
    BUCKET_COLUMNS.forEach((name, i) => new Float64Array(buffer, at + i * rows * 8, rows).set(series[name]));
  }
  return buffer;
}

/** Columns one behind the other. */
export function encodeColumnsFrame(number: number, columns: readonly Float64Array[]): ArrayBuffer {
  const rows = columns.reduce((sum, column) => sum + column.length, 0);
  const buffer = new ArrayBuffer(PREFIX + rows * 8);
  const view = new DataView(buffer);
  view.setUint8(0, 3);
  view.setUint32(4, number, true);
  let at = PREFIX;
  for (const column of columns) {
    new Float64Array(buffer, at, column.length).set(column);
    at += column.byteLength;
  }
  return buffer;
}

/** @throws RangeError for anything that is not a whole frame. Columns are views into `buffer`. */
export function decodeDataFrame(buffer: ArrayBuffer): DataFrame {
  if (buffer.byteLength < PREFIX)
    throw new RangeError(`A data frame has at least ${PREFIX} bytes, got ${buffer.byteLength}`);
  const view = new DataView(buffer);
  const kind = view.getUint8(0);
  if (kind === 1) return { kind: 'live', batch: decodeBatch(buffer, PREFIX) };
  if (kind === 3 && buffer.byteLength % 8 === 0)
    return { kind: 'columns', number: view.getUint32(4, true), values: new Float64Array(buffer, PREFIX) };
  if (kind !== 2 || buffer.byteLength < PREFIX + SERIES_HEADER) throw new RangeError(`Unknown data frame kind ${kind}`);
  const rows = view.getUint32(PREFIX + 4, true);
  const at = PREFIX + SERIES_HEADER;
  const raw = view.getUint32(PREFIX, true) === 0;
  const needed = at + (raw ? rows * 20 : rows * 8 * BUCKET_COLUMNS.length);
  if (buffer.byteLength < needed)
    throw new RangeError(`A series of ${rows} rows needs ${needed} bytes, got ${buffer.byteLength}`);
  const column = (i: number): Float64Array => new Float64Array(buffer, at + i * rows * 8, rows);
  const number = view.getUint32(4, true);
  if (raw) {
    const status = new Uint32Array(buffer, at + rows * 16, rows);
    return { kind: 'series', number, series: { kind: 'raw', timeUs: column(0), value: column(1), status } };
  }
  const [timeUs, min, max, avg, first, last, count, bad] = BUCKET_COLUMNS.map((_, i) => column(i)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const fromUs = view.getFloat64(PREFIX + 8, true);
  const widthUs = view.getFloat64(PREFIX + 16, true);
  return {
    kind: 'series',
    number,
    series: { kind: 'buckets', fromUs, widthUs, timeUs, min, max, avg, first, last, count, bad },
  };
}
