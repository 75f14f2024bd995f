import { POINT_FLAG, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality } from '../../../src-shared/domain/quality.ts';
import type { BucketSeries, RawSeries } from '../../../src-shared/domain/series.ts';

/** A column of a file, however the file is written. */
export type FileColumn = { readonly name: string } & (
  | { readonly kind: 'time'; readonly data: Float64Array }
  | { readonly kind: 'number'; readonly data: Float64Array }
  | { readonly kind: 'integer'; readonly data: ArrayLike<number> }
  /** The same for every row where it is one text. Empty texts are none. */
  | { readonly kind: 'text'; readonly data: string | readonly string[] }
  /** Numbers, and texts where a row has one. */
  | { readonly kind: 'value'; readonly data: Float64Array; readonly texts: ReadonlyMap<number, string> }
);

/** Rows of one tag, as they stand in a file. */
export interface FileTable {
  readonly rows: number;
  readonly columns: readonly FileColumn[];
}

/** Whose points they are. */
export interface FileTopic {
  readonly topic: string;
  readonly unit: string;
}

const FLAGS = Object.entries(POINT_FLAG);
export const FLAG_TEXTS: readonly string[] = Array.from({ length: 256 }, (_, bits) =>
  FLAGS.filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name)
    .join(' '),
);

/**
 * `quality` is the classic number, `status` the exact OPC UA StatusCode; `type` says what a number cannot carry: `string`,
 * `int64`, `uint64` or `bytes` (base64), and is empty for numbers.
 */
export function fileTable({ topic, unit }: FileTopic, series: RawSeries | BucketSeries): FileTable {
  const rows = series.timeUs.length;
  const first = [
    { name: 'time', kind: 'time', data: series.timeUs },
    { name: 'topic', kind: 'text', data: topic },
  ] as const;
  const last = { name: 'unit', kind: 'text', data: unit } as const;
  if (series.kind === 'buckets') {
    const { avg, min, max, first: begin, last: end, count, bad } = series;
    const numbers = Object.entries({ avg, min, max, first: begin, last: end });
    const counts = Object.entries({ count, bad });
    return {
      rows,
      columns: [
        ...first,
        ...numbers.map(([name, data]) => ({ name, kind: 'number', data }) as const),
        ...counts.map(([name, data]) => ({ name, kind: 'integer', data }) as const),
        last,
      ],
    };
  }
  const { value, status, cells = [], flags, epoch } = series;
  const types: string[] = Array.from({ length: rows }, () => '');
  const texts = new Map<number, string>();
  for (const cell of cells) {
    types[cell.row] = cell.kind;
    texts.set(cell.row, cellText(cell));
  }
  return {
    rows,
    columns: [
      ...first,
      { name: 'value', kind: 'value', data: value, texts },
      { name: 'quality', kind: 'integer', data: Int32Array.from(status, classicQuality) },
      last,
      { name: 'status', kind: 'integer', data: status },
      { name: 'type', kind: 'text', data: cells.length === 0 ? '' : types },
      { name: 'flags', kind: 'text', data: flags ? Array.from(flags, (bits) => FLAG_TEXTS[bits]!) : '' },
      ...(epoch ? ([{ name: 'epoch', kind: 'integer', data: epoch }] as const) : []),
    ],
  };
}

function cellText(cell: TypedCell): string {
  return cell.kind === 'bytes' ? Buffer.from(cell.value).toString('base64') : String(cell.value);
}
