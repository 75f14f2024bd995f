import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  /** The keys that do the same. */
  readonly keys: string;
  readonly state: 'enabled' | 'disabled';
  readonly onChoose: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** What can be done with the thing under the pointer. Arrows, Enter, Esc; the focus goes back to where it was. */
export function Menu({ label, items, at, onClose }: MenuProps): ReactNode {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = menu.current;
    const before = document.activeElement;
    if (!shown) return undefined;
    const { width, height } = shown.getBoundingClientRect();
    shown.style.left = `${Math.max(0, Math.min(at.x, innerWidth - width))}px`;
    shown.style.top = `${Math.max(0, Math.min(at.y, innerHeight - height))}px`;
    (shown.querySelector<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? shown).focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [at.x, at.y]);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'ArrowDown') step(menu.current, 1);
    else if (event.key === 'ArrowUp') step(menu.current, -1);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={menu}
      className="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || onClose()}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          className="menu-item"
          role="menuitem"
          disabled={item.state === 'disabled'}
          onClick={() => {
            // Closed first: what is chosen may take the focus, and gives it back to where it was before the menu.
            onClose();
            queueMicrotask(item.onChoose);
          }}
        >
          {item.label}
          <span className="menu-keys">{item.keys}</span>
        </button>
      ))}
    </div>
  );
}

function step(menu: HTMLElement | null, by: 1 | -1): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + by + items.length) % items.length]?.focus();
}
