import { type ReactNode, useMemo } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { selected } from '../../state/selection.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { DeviceWord } from '../devices/DeviceWord.tsx';
import { type AttentionRow, attentionRows } from './attention-rows.ts';

const SHOWN = 20;

/** The devices that somebody should look at, each with its reason and the way to it. */
export function NeedsAttention(): ReactNode {
  const { list, health } = useDevices();
  const rows = useMemo(() => attentionRows(list, health), [list, health]);
  return (
    <section className="system-card system-attention" aria-label="Needs attention">
      <h2>Needs attention{rows.length > 0 ? ` (${formatInteger(rows.length)})` : ''}</h2>
      {rows.length === 0 ? <p className="quiet">Every device that is enabled answers.</p> : null}
      <ul>
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.device.id}>
            <button type="button" className="link-button" onClick={() => show(row)}>
              {row.device.name}
            </button>
            <DeviceWord health={row.health} />
            <span className="system-reason">{row.reason}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN ? (
        <button type="button" className="link-button" onClick={() => tabOpened('devices', 'kept')}>
          {formatInteger(rows.length - SHOWN)} more in Devices
        </button>
      ) : null}
    </section>
  );
}

function show({ device }: AttentionRow): void {
  selected({ kind: 'device', device: device.id });
  tabOpened(`device/${device.id}/tags`, 'kept');
}
