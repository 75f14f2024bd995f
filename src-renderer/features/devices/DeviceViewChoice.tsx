import { LayoutGrid, List, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { type DeviceViewKind, deviceViewChosen, useDeviceView } from './device-views.ts';

const CHOICES = [
  { view: 'list', title: 'List', Icon: List },
  { view: 'cards', title: 'Cards by area', Icon: Square },
  { view: 'wall', title: 'Wall of small tiles', Icon: LayoutGrid },
] as const satisfies readonly { readonly view: DeviceViewKind; readonly title: string; readonly Icon: typeof List }[];

/** List, cards or wall. */
export function DeviceViewChoice(): ReactNode {
  const shown = useDeviceView(({ view }) => view);
  return (
    <span className="device-views" role="group" aria-label="View">
      {CHOICES.map(({ view, title, Icon }) => (
        <button
          key={view}
          type="button"
          className="icon-button"
          aria-label={title}
          title={title}
          aria-pressed={view === shown}
          onClick={() => deviceViewChosen(view)}
        >
          <Icon size={16} strokeWidth={1.5} aria-hidden />
        </button>
      ))}
    </span>
  );
}
