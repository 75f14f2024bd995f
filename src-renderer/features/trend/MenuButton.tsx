import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';

interface MenuButtonProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly items: readonly MenuItem[];
  readonly isDisabled: boolean;
}

/** A button of a toolbar that offers several things. */
export function MenuButton({ label, icon: Icon, items, isDisabled }: MenuButtonProps): ReactNode {
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={isDisabled}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom });
        }}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
        {label}
      </button>
      {at ? <Menu label={label} at={at} items={items} onClose={() => setAt(null)} /> : null}
    </>
  );
}
