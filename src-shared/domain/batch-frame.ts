import { BATCH_ORIGINS, BATCH_REACHES, type PointBatch, type TypedCell } from './point-batch.ts';

/*
 * One encoding of a batch for every boundary: worker messages, log records, the data plane of a window.
 * Little-endian; every column starts on a multiple of 8 from the frame's start, so that a reader whose buffer is
 * aligned gets views and no copies.
 *
 *   0 u8 version   1 u8 columns (1 serverUs, 2 flags, 4 cells)   2 u8 origin (0 local, 1 remote, 2 import)
 *   3 u8 reach (0 all, 1 history, 2 live)
 *   4 u32 count    8 u32 device    12 u32 bytes of cells    16 f64 receivedUs
 *  24 timeUs f64[] · value f64[] · serverUs f64[]? · tag u32[] · status u32[] · flags u8[]? · cells?
 *
 * A cell: u32 row, u8 kind, 3 bytes unused, u32 length, bytes.
 */
const VERSION = 1;
const HEADER = 24;
const HAS_SERVER = 1;
const HAS_FLAGS = 2;
const HAS_CELLS = 4;
const CELL_HEADER = 12;
const KINDS = ['string', 'int64', 'uint64', 'bytes'] as const;

const pad8 = (n: number): number => (n + 7) & ~7;

/** Bytes that `encodeBatch` will need, always a multiple of 8. */
export function frameSize(batch: PointBatch): number {
  return sizeOf(batch.count, batch.serverUs !== undefined, batch.flags !== undefined, cellBytes(batch.cells ?? []));
}

function sizeOf(count: number, server: boolean, flags: boolean, cells: number): number {
  return HEADER + count * 8 * (server ? 3 : 2) + count * 8 + (flags ? pad8(count) : 0) + pad8(cells);
}

const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder('utf-8', { fatal: false });

function cellContent(cell: TypedCell): Uint8Array {
  switch (cell.kind) {
    case 'string':
      return textEncoder.encode(cell.value);
    case 'bytes':
      return cell.value;
    case 'int64':
    case 'uint64': {
      const out = new Uint8Array(8);
      new DataView(out.buffer).setBigInt64(0, BigInt.asIntN(64, cell.value), true);
      return out;
    }
  }
}

function cellBytes(cells: readonly TypedCell[]): number {
  let total = 0;
  for (const cell of cells) total += CELL_HEADER + cellContent(cell).length;
  return total;
}

/** Encodes into a buffer of its own, ready to be transferred. */
export function encodeBatch(batch: PointBatch): ArrayBuffer {
  const buffer = new ArrayBuffer(frameSize(batch));
  encodeBatchInto(batch, buffer, 0);
  return buffer;
}

/** Encodes at `offset` (a multiple of 8) and returns the number of bytes written. */
export function encodeBatchInto(batch: PointBatch, buffer: ArrayBuffer, offset: number): number {
  const n = batch.count;
  const cells = batch.cells ?? [];
  const contentBytes = cellBytes(cells);
  const view = new DataView(buffer, offset);
  view.setUint8(0, VERSION);
  view.setUint8(
    1,
    (batch.serverUs ? HAS_SERVER : 0) | (batch.flags ? HAS_FLAGS : 0) | (cells.length > 0 ? HAS_CELLS : 0),
  );
  view.setUint8(2, BATCH_ORIGINS.indexOf(batch.origin));
  view.setUint8(3, batch.reach === undefined ? 0 : BATCH_REACHES.indexOf(batch.reach) + 1);
  view.setUint32(4, n, true);
  view.setUint32(8, batch.device, true);
  view.setUint32(12, contentBytes, true);
  view.setFloat64(16, batch.receivedUs, true);
  let at = offset + HEADER;
  const column = (length: number): number => {
    const start = at;
    at += length;
    return start;
  };
  new Float64Array(buffer, column(n * 8), n).set(batch.timeUs);
  new Float64Array(buffer, column(n * 8), n).set(batch.value);
  if (batch.serverUs) new Float64Array(buffer, column(n * 8), n).set(batch.serverUs);
  new Uint32Array(buffer, column(n * 4), n).set(batch.tag);
  new Uint32Array(buffer, column(n * 4), n).set(batch.status);
  if (batch.flags) new Uint8Array(buffer, column(pad8(n)), n).set(batch.flags);
  for (const cell of cells) {
    const content = cellContent(cell);
    const start = column(CELL_HEADER + content.length) - offset;
    view.setUint32(start, cell.row, true);
    view.setUint8(start + 4, KINDS.indexOf(cell.kind));
    view.setUint32(start + 8, content.length, true);
    new Uint8Array(buffer, offset + start + CELL_HEADER, content.length).set(content);
  }
  return sizeOf(n, batch.serverUs !== undefined, batch.flags !== undefined, contentBytes);
}

/**
 * Reads a frame. Columns are views into `buffer` where `offset` is a multiple of 8, otherwise of an aligned copy.
 *
 * @throws RangeError when the bytes are not a whole frame of this version; nothing is guessed.
 */
export function decodeBatch(buffer: ArrayBuffer, offset = 0, length = buffer.byteLength - offset): PointBatch {
  if (length < HEADER) throw new RangeError(`A batch frame has at least ${HEADER} bytes, got ${length}`);
  if (offset % 8 !== 0) return decodeBatch(buffer.slice(offset, offset + length), 0, length);
  const view = new DataView(buffer, offset, length);
  if (view.getUint8(0) !== VERSION) throw new RangeError(`Unknown batch frame version ${view.getUint8(0)}`);
  const columns = view.getUint8(1);
  const n = view.getUint32(4, true);
  const contentBytes = view.getUint32(12, true);
  const expected = sizeOf(n, (columns & HAS_SERVER) !== 0, (columns & HAS_FLAGS) !== 0, contentBytes);
  if (expected > length) throw new RangeError(`A batch frame of ${n} points needs ${expected} bytes, got ${length}`);
  let at = offset + HEADER;
  const column = (bytes: number): number => {
    const start = at;
    at += bytes;
    return start;
  };
  const timeUs = new Float64Array(buffer, column(n * 8), n);
  const value = new Float64Array(buffer, column(n * 8), n);
  const serverUs = columns & HAS_SERVER ? new Float64Array(buffer, column(n * 8), n) : undefined;
  const tag = new Uint32Array(buffer, column(n * 4), n);
  const status = new Uint32Array(buffer, column(n * 4), n);
  const flags = columns & HAS_FLAGS ? new Uint8Array(buffer, column(pad8(n)), n) : undefined;
  const cells = columns & HAS_CELLS ? decodeCells(view, at - offset, contentBytes) : undefined;
  const reach = BATCH_REACHES[view.getUint8(3) - 1];
  return {
    count: n,
    device: view.getUint32(8, true),
    origin: BATCH_ORIGINS[view.getUint8(2)] ?? 'local',
    receivedUs: view.getFloat64(16, true),
    tag,
    timeUs,
    value,
    status,
    ...(reach && { reach }),
    ...(serverUs && { serverUs }),
    ...(flags && { flags }),
    ...(cells && { cells }),
  };
}

function decodeCells(view: DataView, start: number, bytes: number): TypedCell[] {
  const cells: TypedCell[] = [];
  const end = start + bytes;
  for (let at = start; at < end; ) {
    if (at + CELL_HEADER > end) throw new RangeError('A cell of a batch frame is cut off');
    const row = view.getUint32(at, true);
    const kind = KINDS[view.getUint8(at + 4)];
    const length = view.getUint32(at + 8, true);
    if (kind === undefined || at + CELL_HEADER + length > end)
      throw new RangeError('A cell of a batch frame is damaged');
    const content = new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + at + CELL_HEADER, length);
    cells.push(decodeCell(row, kind, content));
    at += CELL_HEADER + length;
  }
  return cells;
}

function decodeCell(row: number, kind: (typeof KINDS)[number], content: Uint8Array): TypedCell {
  if (kind === 'string') return { row, kind, value: textDecoder.decode(content) };
  if (kind === 'bytes') return { row, kind, value: content.slice() };
  const view = new DataView(content.buffer, content.byteOffset, 8);
  return { row, kind, value: kind === 'int64' ? view.getBigInt64(0, true) : view.getBigUint64(0, true) };
}
