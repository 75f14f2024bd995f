import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { tabOpened } from '../../state/layout.ts';
import type { MenuPlace } from '../../ui/DataGrid.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import type { GridHandle } from '../../ui/grid-column.ts';
import { DeviceCard } from './DeviceCard.tsx';
import type { DeviceRow } from './device-columns.tsx';
import { deviceStatus } from './device-status.ts';
import { tileTarget } from './tile-target.ts';
import './device-tiles.css';

interface DeviceTilesProps {
  readonly kind: 'cards' | 'wall';
  readonly rows: readonly DeviceRow[];
  readonly handle: Ref<GridHandle>;
  readonly onSelect: (rows: readonly DeviceRow[]) => void;
  readonly onMenu: (at: MenuPlace) => void;
}

/** All devices as cards or small tiles, by area. Arrows go from one to the next as they stand on the screen. */
export function DeviceTiles({ kind, rows, handle, onSelect, onMenu }: DeviceTilesProps): ReactNode {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(rows[0]?.device.id);
  const groups = [...Map.groupBy(rows, ({ device }) => areaOf(device.unsPrefix))].sort(([a], [b]) => (a < b ? -1 : 1));
  const ordered = groups.flatMap(([, own]) => own);
  const at = Math.max(
    0,
    ordered.findIndex(({ device }) => device.id === focus),
  );
  const tileOf = (device: string): HTMLElement | null => document.getElementById(`${id}-${device}`);
  const moveTo = (row: DeviceRow): void => {
    setFocus(row.device.id);
    onSelect([row]);
    tileOf(row.device.id)?.scrollIntoView({ block: 'nearest' });
  };
  useImperativeHandle(
    handle,
    () =>
      ({
        focusCell: (device: string) => {
          const row = ordered.find((one) => one.device.id === device);
          if (!row) return;
          moveTo(row);
          box.current?.focus();
        },
      }) as GridHandle,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey) return;
    const row = ordered[at];
    if (event.key === 'Enter' && row) tabOpened(`device/${row.device.id}/tags`, 'kept');
    else {
      const places = ordered.map(({ device }) => {
        const { left, top } = tileOf(device.id)!.getBoundingClientRect();
        return { left, top };
      });
      const target = tileTarget(event.key, places, at);
      if (target === undefined) return;
      moveTo(ordered[target]!);
    }
    event.preventDefault();
  };
  /** For the tile under the pointer; by the menu key for the one in focus. */
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    const under = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    const row = ordered.find(({ device }) => `${id}-${device.id}` === under?.id) ?? ordered[at];
    if (!row) return;
    event.preventDefault();
    moveTo(row);
    const { left, bottom } = tileOf(row.device.id)!.getBoundingClientRect();
    onMenu(event.button === 2 ? { x: event.clientX, y: event.clientY } : { x: left + 8, y: bottom });
  };
  return (
    <div
      ref={box}
      className="device-tiles"
      data-kind={kind}
      role="listbox"
      aria-label="Devices"
      tabIndex={0}
      aria-activedescendant={ordered[at] ? `${id}-${ordered[at].device.id}` : undefined}
      onFocus={() => ordered[at] && onSelect([ordered[at]])}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
    >
      {groups.map(([area, own]) => (
        <div key={area} className="device-area" role="group" aria-label={area}>
          <div className="device-area-name" aria-hidden>
            {area}
          </div>
          {own.map((row) => (
            <div
              key={row.device.id}
              id={`${id}-${row.device.id}`}
              className={kind === 'cards' ? 'device-card' : 'device-tile'}
              role="option"
              aria-selected={ordered[at] === row}
              data-tone={deviceStatus(row.health).tone}
              onClick={() => moveTo(row)}
              onDoubleClick={() => tabOpened(`device/${row.device.id}/tags`, 'kept')}
            >
              {kind === 'cards' ? <DeviceCard row={row} /> : <WallTile row={row} />}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function WallTile({ row: { device, health } }: { readonly row: DeviceRow }): ReactNode {
  const { glyph, word, reason } = deviceStatus(health);
  return (
    <span className="device-status" data-tone={deviceStatus(health).tone} title={`${device.name}: ${reason ?? word}`}>
      <Glyph name={glyph} title={word} />
      <span className="text">{device.name}</span>
    </span>
  );
}

/** All but the last level of the prefix: `acme / plant1 / utilities`. */
const areaOf = (prefix: string): string => {
  const levels = prefix.split('/').slice(0, -1);
  return levels.length === 0 ? 'No area' : levels.join(' / ');
};
