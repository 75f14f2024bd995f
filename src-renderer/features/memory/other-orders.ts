import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import type { ByteOrder, DataType } from '../../../src-shared/domain/data-type.ts';
import { decodeBytes, sizeOf } from '../../../src-shared/domain/decode-bytes.ts';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { rpc } from '../../rpc/connect.ts';
import type { CellBook } from './cell-book.ts';
import type { MemoryWindow } from './memory-store.ts';
import { tagAt } from './memory-tags.ts';

/** Tags in the window that are read in another order than the one that was found to be right for values as wide. */
export function otherOrders(
  tags: readonly TagView[],
  area: MemoryAreaView,
  { from, count, chosen }: Pick<MemoryWindow, 'from' | 'count' | 'chosen'>,
): readonly TagView[] {
  if (chosen === null || sizeOf(chosen.dataType) < 4) return [];
  const wide = tags.filter(
    ({ byteOrder, dataType }) => byteOrder !== null && sizeOf(dataType as typeof chosen.dataType) >= 4,
  );
  const wrong = wide.filter(({ byteOrder }) => byteOrder !== chosen.byteOrder);
  if (wrong.length === 0) return [];
  const cells = Array.from({ length: Math.min(count, area.last + 1 - from) }, (_, i) => from + i);
  const found = new Set(cells.flatMap((cell) => tagAt(wrong, area, cell)?.id ?? []));
  return wrong.filter(({ id }) => found.has(id));
}

/** What the first of these tags reads in its own order and in the one that was found to be right; empty where it was not read. */
export function orderQuestion(
  tags: readonly TagView[],
  area: MemoryAreaView,
  { from, count, chosen }: Pick<MemoryWindow, 'from' | 'count' | 'chosen'>,
  book: Pick<CellBook, 'bytes' | 'cellBytes'>,
): string {
  const cells = Array.from({ length: count }, (_, i) => from + i);
  const start = cells.find((cell) => tagAt(tags, area, cell) !== undefined);
  const tag = start === undefined ? undefined : tagAt(tags, area, start);
  if (start === undefined || !tag || chosen === null) return '';
  const type = tag.dataType as DataType;
  const bytes = book.bytes(start, sizeOf(type) / book.cellBytes);
  const said = (order: ByteOrder): string => (bytes && decodeBytes(bytes, type, order)?.text) ?? '—';
  const [own, found] = [tag.byteOrder as ByteOrder, chosen.byteOrder];
  const place = formatCell(area.notations[0]!, start);
  return `${type.toUpperCase()} at ${place} reads ${said(own)} with ${own} and ${said(found)} with ${found}. Use ${found}?`;
}

/** Reads these tags in an order from now on. Rejects as the gateway refuses. @returns what was done, in words */
export async function orderAccepted(device: string, tags: readonly TagView[], byteOrder: string): Promise<string> {
  const { revision } = await rpc().config.device({ device });
  const edits = tags.map(({ id }) => ({ kind: 'change' as const, tag: id, patch: { byte_order: byteOrder } }));
  await rpc().config.changeTags({ device, edits, base: revision, comment: `Byte order ${byteOrder} found by a value` });
  return `${tags.length === 1 ? '1 tag is' : `${tags.length} tags are`} read as ${byteOrder} from now on.`;
}
