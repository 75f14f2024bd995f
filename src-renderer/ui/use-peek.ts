import { type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import type { DataGridProps } from './grid-props.ts';

interface Peek {
  /** What stands under the row with the focus. */
  readonly card: ReactNode;
  readonly onKeyDown: (event: KeyboardEvent) => 'taken' | 'left';
}

/** A card under the row that has the focus (ux 3.0): Space opens it, it goes along with the focus, Esc closes it. */
export function usePeek<R>(
  { peek }: Pick<DataGridProps<R>, 'peek'>,
  row: R | undefined,
  grid: RefObject<HTMLElement | null>,
): Peek {
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen && peek !== undefined && row !== undefined;
  const onKeyDown = (event: KeyboardEvent): 'taken' | 'left' => {
    const isOnGrid = event.target === grid.current;
    const isSpace = event.key === ' ' && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (isSpace && isOnGrid && peek && row !== undefined) setOpen(!isOpen);
    else if (event.key === 'Escape' && isShown && (isOnGrid || isInCard(event.target))) {
      setOpen(false);
      grid.current?.focus({ preventScroll: true });
    } else return 'left';
    event.preventDefault();
    event.stopPropagation();
    return 'taken';
  };
  return { card: isShown ? peek(row) : null, onKeyDown };
}

const isInCard = (target: EventTarget): boolean => target instanceof Element && target.closest('.grid-peek') !== null;
