import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { MemoryAreaView, MemoryValue } from '../../../src-shared/contract/memory.ts';
import { sizeOf } from '../../../src-shared/domain/decode-bytes.ts';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { rpc } from '../../rpc/connect.ts';
import { type NewTagForm, tagsMade } from '../../state/new-tags.ts';
import type { CellBook } from './cell-book.ts';
import { runLength, runStart } from './cell-selection.ts';
import { cellsOf, type Reading } from './decoder-rows.ts';
import { compact } from './first-tagged.ts';
import type { MemoryWindow } from './memory-store.ts';

/** Values that the chosen cells become: one as the reading that was chosen says, or each readable cell by itself. */
export function valuesOf(
  area: MemoryAreaView,
  window: Pick<MemoryWindow, 'run' | 'chosen'>,
  book: CellBook,
): readonly MemoryValue[] {
  const { run, chosen } = window;
  const start = runStart(run);
  if (chosen !== null)
    return [valueOf(area, start, chosen, cellsOf(book, chosen.dataType, runLength(run)) * book.cellBytes)];
  const dataType = area.cell === 'register' ? 'uint16' : area.cell === 'byte' ? 'uint8' : 'bool';
  return Array.from({ length: runLength(run) }, (_, i) => start + i)
    .filter((cell) => book.state(cell) !== 'missing')
    .map((cell) => ({ area: area.id, start: cell, dataType }));
}

function valueOf({ id }: MemoryAreaView, start: number, { dataType, byteOrder }: Reading, bytes: number): MemoryValue {
  const size = sizeOf(dataType);
  return {
    area: id,
    start,
    dataType,
    ...(size !== 1 && dataType !== 'bits' && { byteOrder }),
    ...(dataType === 'string' && { length: bytes }),
  };
}

/** Hands tags of the chosen cells to the table of the device. Rejects where the gateway has no address for one. */
export async function newTagsOf(
  device: string,
  area: MemoryAreaView,
  window: MemoryWindow,
  book: CellBook,
): Promise<void> {
  const values = valuesOf(area, window, book);
  const forms = await rpc().memory.tags({ device, values: [...values] });
  const divisor = window.chosen?.divisor ?? 1;
  tagsMade(
    device,
    forms.map((form, i) => ({
      name: `${area.title.replace(/s$/, '')} ${formatCell(area.notations[0]!, values[i]!.start)}`,
      ...(form as NewTagForm),
      ...(divisor !== 1 && { scale: Number((1 / divisor).toPrecision(12)) }),
    })),
  );
}

/** The tag whose value begins at a cell, as its device writes addresses; the first of several. */
export function tagAt(tags: readonly TagView[], area: MemoryAreaView, cell: number): TagView | undefined {
  const places = new Set(
    area.notations.filter(({ prefix }) => prefix !== '0x').map((notation) => compact(formatCell(notation, cell))),
  );
  return tags.find(({ address, notations }) => [address, ...notations].some((text) => places.has(compact(text))));
}
