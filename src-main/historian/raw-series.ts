import type { RawSeries } from '../../src-shared/domain/series.ts';
import type { Merged } from './merge-parts.ts';

/** Points as an answer carries them. Its columns own their buffers. @param epoch is looked at for `all` only. */
export function rawSeriesOf({ columns, epoch }: Merged, epochs: 'latest' | 'all'): RawSeries {
  const { timeUs, value, status, flags, cells } = columns;
  return {
    kind: 'raw',
    timeUs: own(timeUs),
    value: own(value),
    status: own(status),
    ...(cells.length > 0 && { cells }),
    ...(flags.some((bits) => bits !== 0) && { flags: own(flags) }),
    ...(epochs === 'all' && { epoch: own(epoch) }),
  };
}

/** A copy when the column is a view of something larger, so that its buffer can be handed over. */
function own<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(column: T): T {
  return (column.length > 0 && column.byteLength === column.buffer.byteLength ? column : column.slice()) as T;
}
