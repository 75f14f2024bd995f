/** A press that moves less than this is a click, px. */
const SLACK_PX = 6;

/**
 * Follows the pointer that pressed a column's header, until it lets go; beside which column it does so is marked, and told.
 * A click that ends a move is none.
 */
export function dragColumn(
  { clientX: startX, button, pointerId }: PointerEvent,
  head: HTMLElement,
  ids: readonly string[],
  onDrop: (id: string, beside: string, side: 'before' | 'after') => void,
): void {
  const cell = head.closest<HTMLElement>('[data-column]');
  const id = cell?.dataset['column'];
  const cells = [...(cell?.parentElement?.children ?? [])].filter((one) => one instanceof HTMLElement);
  if (button !== 0 || !cell || id === undefined) return;
  let target: { readonly cell: HTMLElement; readonly side: 'before' | 'after' } | undefined;
  const mark = (next: typeof target): void => {
    target?.cell.removeAttribute('data-drop');
    target = next;
    next?.cell.setAttribute('data-drop', next.side);
  };
  const onMove = ({ clientX }: PointerEvent): void => {
    if (!cell.hasAttribute('data-dragged') && Math.abs(clientX - startX) < SLACK_PX) return;
    if (!cell.hasAttribute('data-dragged')) head.setPointerCapture(pointerId);
    cell.setAttribute('data-dragged', '');
    const under = cells.find((one) => {
      const { left, right } = one.getBoundingClientRect();
      return clientX >= left && clientX < right;
    });
    const box = under?.getBoundingClientRect();
    if (!under || !box || under === cell) return mark(undefined);
    mark({ cell: under, side: clientX < box.left + box.width / 2 ? 'before' : 'after' });
  };
  const onEnd = ({ type }: Event): void => {
    const isMoved = cell.hasAttribute('data-dragged');
    const to = target;
    mark(undefined);
    cell.removeAttribute('data-dragged');
    stop.abort();
    if (!isMoved) return;
    // The click that follows would sort.
    const still = new AbortController();
    window.addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: still.signal });
    setTimeout(() => still.abort());
    const beside = to?.cell.dataset['column'];
    if (type === 'pointerup' && to && beside !== undefined && ids.includes(beside)) onDrop(id, beside, to.side);
  };
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onEnd, { signal });
  window.addEventListener('pointercancel', onEnd, { signal });
}
