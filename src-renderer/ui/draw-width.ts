import type { Column } from './grid-column.ts';
import { tracks } from './grid-tracks.ts';

const LEAST_PX = 28;
const PADDING_PX = 14;
const MOST_PX = 640;

/**
 * Follows the pointer that pressed the edge of a column until it lets go: meanwhile only the tracks of the grid change, and
 * no row is drawn anew.
 */
export function drawWidth<R>(
  { clientX: startX, pointerId }: PointerEvent,
  edge: HTMLElement,
  columns: readonly Column<R>[],
  id: string,
  onDrawn: (px: number) => void,
): void {
  const grid = edge.closest<HTMLElement>('[role="grid"]');
  const cell = edge.closest<HTMLElement>('[data-column]');
  if (!grid || !cell) return;
  const startPx = cell.offsetWidth;
  const padding = grid.dataset['focus'] === 'cells' ? 0 : undefined;
  let px = startPx;
  edge.setPointerCapture(pointerId);
  const stop = new AbortController();
  const { signal } = stop;
  const onMove = ({ clientX }: PointerEvent): void => {
    px = Math.max(LEAST_PX, Math.round(startPx + clientX - startX));
    const drawn = columns.map((column) => {
      if (column.id !== id) return column;
      const { grow: _grow, ...plain } = column;
      return { ...plain, widthPx: px };
    });
    for (const [name, value] of Object.entries(tracks(drawn, padding))) grid.style.setProperty(name, String(value));
  };
  const onEnd = (): void => {
    stop.abort();
    if (px !== startPx) onDrawn(px);
  };
  edge.addEventListener('pointermove', onMove, { signal });
  edge.addEventListener('pointerup', onEnd, { signal });
  edge.addEventListener('pointercancel', onEnd, { signal });
}

/** As wide as what is in sight of a column needs, px. @param within the grid */
export function fittingWidth(within: Element, id: string): number {
  const cells = within.closest('[role="grid"]')?.querySelectorAll(`[data-column="${CSS.escape(id)}"]`) ?? [];
  let px = LEAST_PX;
  for (const cell of cells) {
    const parts = [...cell.children].flatMap((child) => (child.matches('.grid-head') ? [...child.children] : [child]));
    const needed = parts.reduce((sum, part) => sum + (part.matches('.grid-head-edge') ? 0 : part.scrollWidth + 6), 0);
    px = Math.max(px, needed + PADDING_PX);
  }
  return Math.min(MOST_PX, px);
}
