import type { ReactNode } from 'react';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import type { ByteOrder } from '../../../src-shared/domain/data-type.ts';
import { runLength, runStart } from './cell-selection.ts';
import { Decoder } from './Decoder.tsx';
import { cellsOf } from './decoder-rows.ts';
import { bookOf, type DeviceMemory, windowChanged } from './memory-store.ts';
import { TagActions } from './TagActions.tsx';

interface DecoderPaneProps {
  readonly device: string;
  readonly memory: DeviceMemory;
  readonly area: MemoryAreaView;
}

/** What the chosen cells may mean, and what can be made of them. */
export function DecoderPane({ device, memory, area }: DecoderPaneProps): ReactNode {
  const { window, map } = memory;
  const { run, chosen } = window;
  const book = bookOf(device, area);
  const notation = area.notations.find(({ id }) => id === window.notation) ?? area.notations[0]!;
  /** Chosen cells grow to what the reading takes, and shrink from what it does not. */
  const choose = (start: number, reading: NonNullable<typeof chosen>, divisor?: number): void => {
    const cells = cellsOf(book, reading.dataType, runLength(run));
    windowChanged(device, {
      run: { anchor: start, focus: start + cells - 1 },
      chosen: { ...reading, ...(divisor !== undefined && { divisor }) },
    });
  };
  return (
    <Decoder
      book={book}
      notation={notation}
      run={run}
      orders={(map?.byteOrders ?? ['ABCD']) as readonly ByteOrder[]}
      chosen={chosen}
      onChoose={(reading) => choose(runStart(run), reading)}
      onFound={({ match: { dataType, byteOrder, divisor }, start }) => choose(start, { dataType, byteOrder }, divisor)}
    >
      <TagActions device={device} area={area} window={window} book={book} />
    </Decoder>
  );
}
