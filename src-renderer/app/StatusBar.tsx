import { type ReactNode, useEffect, useState } from 'react';
import { disarmed, useArming } from '../state/arming.ts';
import { useDevices } from '../state/devices.ts';
import { gatewayAheadS, gatewayNowUs } from '../state/gateway-clock.ts';
import { panelShown, tabOpened } from '../state/layout.ts';
import { useLink } from '../state/link.ts';
import { liveLoop } from '../state/live-loop.ts';
import { pauseToggled, usePause } from '../state/pause.ts';
import { usePending } from '../state/pending.ts';
import { usePreferences } from '../state/preferences.ts';
import { useProblems } from '../state/problems.ts';
import { useSystem } from '../state/system.ts';
import { armToggled } from '../state/writing.ts';
import { formatInteger } from '../ui/number-format.ts';
import { formatClock, formatCounter } from '../ui/time-format.ts';
import { LastMinute } from './last-minute.ts';
import { pageOf } from './pages.tsx';
import { StatusItemView } from './StatusItemView.tsx';
import {
  armingItem,
  clockItem,
  devicesItem,
  gatewayItem,
  historianItem,
  loadItem,
  logItem,
  pendingItem,
  problemsItem,
  publisherItem,
  tagsItem,
} from './status-items.ts';
import './status-bar.css';

const showDevices = (): void => tabOpened('devices', 'kept');
const showDiagnostics = (): void => tabOpened('diagnostics', 'kept');
const showSystem = (): void => tabOpened(pageOf('system') ? 'system' : 'diagnostics', 'kept');

/** How the whole workspace is, in one line; text first, a glyph only where something is not normal. */
export function StatusBar(): ReactNode {
  const nowMs = useEverySecond();
  const link = useLink((state) => state.state);
  return (
    <footer className="status-bar" data-region="status" aria-label="Status" tabIndex={-1} data-link={link.kind}>
      <div className="status-group">
        <StatusItemView item={gatewayItem(link, nowMs)} title="Show the gateway" onClick={showSystem} />
        <WorkspaceItems />
      </div>
      <div className="status-group">
        <ContextItems nowMs={nowMs} />
      </div>
    </footer>
  );
}

/** What the gateway says of itself once a second. */
function WorkspaceItems(): ReactNode {
  const status = useSystem((state) => state.status);
  const skipped = useSkippedPolls();
  if (!status) return null;
  const points = { text: `${formatInteger(status.pointsPerSecond)} pts/s` };
  const load = loadItem(status, skipped);
  return (
    <>
      <StatusItemView item={devicesItem(status)} title="Show the devices" onClick={showDevices} />
      <StatusItemView item={tagsItem(status)} title="Show the devices" onClick={showDevices} />
      <StatusItemView item={points} title="Points that were read, a second. Show the system" onClick={showSystem} />
      <StatusItemView item={publisherItem(status)} title="Publishing. Show the system" onClick={showSystem} />
      <StatusItemView item={historianItem(status)} title="The historian. Show the system" onClick={showSystem} />
      <StatusItemView item={load} title="Polling. Show the polls of each device" onClick={showDiagnostics} />
      <StatusItemView item={logItem(status)} title={`${status.log.text} Show the system`} onClick={showSystem} />
    </>
  );
}

/** What is going on at this page. */
function ContextItems({ nowMs }: { readonly nowMs: number }): ReactNode {
  const byTab = usePending((state) => state.byTab);
  const bySource = useProblems((state) => state.bySource);
  const withEdits = Object.keys(byTab).find((path) => byTab[path]!.edits > 0);
  const pausedMs = usePause((state) => state.sinceMs);
  const hz = liveLoop.displayHz;
  const usualHz = usePreferences((state) => state.displayHz);
  const slow = hz < usualHz ? { text: `display ${hz} Hz` } : undefined;
  const paused =
    pausedMs === null ? undefined : ({ glyph: 'paused', text: `Paused ${formatCounter(nowMs - pausedMs)}` } as const);
  return (
    <>
      <StatusItemView
        item={slow}
        title="The display writes less often, so that keys and clicks come first. Show diagnostics"
        onClick={showDiagnostics}
      />
      <StatusItemView
        item={problemsItem(bySource)}
        title="Show the problems (F3: the next one)"
        onClick={() => panelShown('problems')}
      />
      <StatusItemView
        item={pendingItem(byTab)}
        title="Not applied yet. Ctrl+S in the tab applies. Show the tab"
        onClick={() => withEdits !== undefined && tabOpened(withEdits, 'kept')}
      />
      <ArmedItem />
      <StatusItemView item={paused} title="Resume (Ctrl+Shift+L)" onClick={pauseToggled} />
      <StatusItemView
        item={clockItem(formatClock(nowMs), gatewayAheadS())}
        title="The clock of this computer. Show the system"
        onClick={showSystem}
      />
    </>
  );
}

function ArmedItem(): ReactNode {
  const scopes = useArming((state) => state.scopes);
  const devices = useDevices((state) => state.list);
  const nameOf = (device: string): string => devices.find((one) => one.id === device)?.name ?? device;
  const item = armingItem(scopes, nameOf, gatewayNowUs());
  if (scopes.length === 0) return <StatusItemView item={item} title="Arm writing… (F8)" onClick={armToggled} />;
  return <StatusItemView item={item} title="Disarm (F8)" onClick={() => void disarmed().catch(() => undefined)} />;
}

/** Polls that were left out in the last minute. */
function useSkippedPolls(): number {
  const [skipped, setSkipped] = useState(0);
  useEffect(() => {
    const minute = new LastMinute();
    return useSystem.subscribe(({ status }, before) => {
      if (status && status !== before.status) setSkipped(minute.grown(status.pollsSkipped, status.timeUs / 1_000));
    });
  }, []);
  return skipped;
}

function useEverySecond(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
