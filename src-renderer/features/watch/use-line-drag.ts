import { type DragEvent, useState } from 'react';
import { carriesTags, dragTags, droppedTags } from '../../state/tag-drag.ts';
import { pickLine } from './line-selection.ts';
import type { LineSelecting } from './use-line-selection.ts';
import type { WatchGridActions } from './use-watch-actions.ts';
import type { WatchLine } from './watch-lines.ts';

/** Says that the rows come from this page: they are moved, not added. */
const ROWS = 'application/x-nexus-watch-rows';

interface LineDrag {
  readonly onDragStart: (key: string, event: DragEvent) => void;
  readonly onGrid: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
  };
  readonly markOf: (index: number) => 'before' | 'behind' | undefined;
}

/** Rows are moved by dragging their grip, and tags from elsewhere are dropped between them. */
export function useLineDrag(
  lines: readonly WatchLine[],
  { value, order, take }: LineSelecting,
  actions: WatchGridActions,
): LineDrag {
  /** In front of which row something would land; `lines.length` is the end. */
  const [before, setBefore] = useState<number>();
  const end = (): void => setBefore(undefined);
  return {
    onDragStart: (key, event) => {
      const keys = value.keys.has(key) ? value.keys : new Set([key]);
      if (keys !== value.keys) take(pickLine(value, order, key, 'only'));
      event.dataTransfer.setData(ROWS, '');
      dragTags(
        event,
        lines.flatMap((line) => (line.kind === 'tag' && keys.has(line.key) ? [line.ref] : [])),
      );
    },
    onGrid: {
      onDragOver: (event) => {
        if (!carriesTags(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = event.dataTransfer.types.includes(ROWS) ? 'move' : 'copy';
        setBefore(placeOf(event, lines.length));
      },
      onDragLeave: end,
      onDrop: (event) => {
        end();
        if (!carriesTags(event)) return;
        event.preventDefault();
        const place = placeOf(event, lines.length);
        if (event.dataTransfer.types.includes(ROWS)) actions.moveTo(place);
        else actions.insert(droppedTags(event), place);
      },
      onDragEnd: end,
    },
    markOf: (index) => {
      if (before === index) return 'before';
      return before === lines.length && index === lines.length - 1 ? 'behind' : undefined;
    },
  };
}

/** The row that the pointer is above the middle of; the end below the last one. */
function placeOf(event: DragEvent, count: number): number {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.watch-row') : null;
  if (!row) return count;
  const { top, height } = row.getBoundingClientRect();
  const index = Number(row.dataset['index']);
  return event.clientY < top + height / 2 ? index : index + 1;
}
