import type { MemoryAnswer, MemoryExtent } from '../../memory.ts';
import { makeReadRequest } from '../read-request.ts';
import { ITEM_OK, type Range, wireBytes } from '../request.ts';
import { describeCode, ITEM, isAccessRefused } from '../return-code.ts';
import { DATA, type S7Client } from '../s7-client.ts';
import { requireRange } from './memory-areas.ts';

/** Reads a run of cells with one request. Rejects as `S7Client.request`. @throws NexusError NX_REQUEST_INVALID */
export async function readCells(client: S7Client, { area: id, start, count }: MemoryExtent): Promise<MemoryAnswer> {
  const range = { ...requireRange(id), start, count };
  const request = makeReadRequest([range]);
  const whole = await client.request(request);
  const code = whole === DATA ? request.codes[0]! : whole;
  if (code !== ITEM_OK) return refusedCells(code, range);
  const at = request.offsets[0]!;
  return { kind: 'bytes', bytes: Uint8Array.from(client.reply.subarray(at, at + wireBytes(range))) };
}

/** Why the CPU does not give these cells, in the words that tags have for it. */
export function refusedCells(code: number, range: Range): Extract<MemoryAnswer, { readonly kind: 'refused' }> {
  const isWord = range.area.cell === 'word';
  const type = isWord ? (range.area.name === 'T' ? 'TIMER' : 'COUNTER') : 'BYTE';
  const text = describeCode(code, { ...range, bit: 0, type, dataType: isWord ? 'uint16' : 'uint8', length: 0 }, 'read');
  const isHidden = isAccessRefused(code) || (code === ITEM.absent && range.area.name === 'DB');
  return {
    kind: 'refused',
    code: isHidden ? 's7.putget' : code === ITEM.range ? 's7.range' : 'NX_DRIVER_REJECTED',
    text,
    mayHoldMore: code === ITEM.range || code === ITEM.size,
  };
}
