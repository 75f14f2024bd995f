import { type ReactNode, useEffect, useState } from 'react';
import { disarmed, useArming } from '../state/arming.ts';
import { useDevices } from '../state/devices.ts';
import { gatewayAheadS, gatewayNowUs } from '../state/gateway-clock.ts';
import { tabOpened } from '../state/layout.ts';
import { useLink } from '../state/link.ts';
import { liveLoop } from '../state/live-loop.ts';
import { pauseToggled, usePause } from '../state/pause.ts';
import { useSystem } from '../state/system.ts';
import { armToggled } from '../state/writing.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { formatInteger } from '../ui/number-format.ts';
import { formatClock, formatCounter } from '../ui/time-format.ts';
import {
  armingItem,
  clockItem,
  devicesItem,
  gatewayItem,
  historianItem,
  logItem,
  publisherItem,
  type StatusItem,
  tagsItem,
} from './status-items.ts';
import './status-bar.css';

/** How the whole workspace is, in one line; text first, a glyph only where something is not normal. */
export function StatusBar(): ReactNode {
  const nowMs = useEverySecond();
  const link = useLink((state) => state.state);
  const status = useSystem((state) => state.status);
  const gateway = gatewayItem(link, nowMs);
  const showDevices = (): void => tabOpened('devices', 'kept');
  return (
    <footer className="status-bar" data-region="status" aria-label="Status" tabIndex={-1} data-link={link.kind}>
      <Item item={gateway} />
      {status ? (
        <>
          <Item item={devicesItem(status)} onClick={showDevices} />
          <Item item={tagsItem(status)} onClick={showDevices} />
          <Item item={{ text: `${formatInteger(status.pointsPerSecond)} pts/s` }} />
          <Item item={historianItem(status)} />
          <Optional item={publisherItem(status)} />
          <Optional item={logItem(status)} title={status.log.text} />
        </>
      ) : null}
      <span className="spacer" />
      {liveLoop.displayHz < 10 ? <Item item={{ text: `display ${liveLoop.displayHz} Hz` }} /> : null}
      <ArmedItem />
      <PausedItem nowMs={nowMs} />
      <Item item={clockItem(formatClock(nowMs), status ? gatewayAheadS() : 0)} />
    </footer>
  );
}

function Optional({ item, title }: { readonly item: StatusItem | undefined; readonly title?: string }): ReactNode {
  return item ? <Item item={item} {...(title && { title })} /> : null;
}

interface ItemProps {
  readonly item: StatusItem;
  readonly title?: string;
  readonly onClick?: () => void;
}

function Item({ item, title, onClick }: ItemProps): ReactNode {
  const content = (
    <>
      {item.glyph === undefined ? null : <Glyph name={item.glyph} />}
      {item.text}
    </>
  );
  const tone = item.tone ?? 'normal';
  if (!onClick) {
    return (
      <span className="status-item" data-tone={tone} title={title}>
        {content}
      </span>
    );
  }
  return (
    <button type="button" className="status-item" data-tone={tone} title={title} onClick={onClick}>
      {content}
    </button>
  );
}

function ArmedItem(): ReactNode {
  const scopes = useArming((state) => state.scopes);
  const devices = useDevices((state) => state.list);
  const nameOf = (device: string): string => devices.find((one) => one.id === device)?.name ?? device;
  const item = armingItem(scopes, nameOf, gatewayNowUs());
  if (scopes.length === 0) return <Item item={item} title="Arm writing… (F8)" onClick={armToggled} />;
  return <Item item={item} title="Disarm (F8)" onClick={() => void disarmed().catch(() => undefined)} />;
}

function PausedItem({ nowMs }: { readonly nowMs: number }): ReactNode {
  const sinceMs = usePause((state) => state.sinceMs);
  if (sinceMs === null) return null;
  return <Item item={{ glyph: 'paused', text: `Paused ${formatCounter(nowMs - sinceMs)}` }} onClick={pauseToggled} />;
}

function useEverySecond(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
