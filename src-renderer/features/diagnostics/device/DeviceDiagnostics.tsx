import type { ReactNode } from 'react';
import { useDevices } from '../../../state/devices.ts';
import { tabClosed, tabOpened } from '../../../state/layout.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { usePage } from '../../../ui/page-context.ts';
import { ReadPlanPage } from '../../read-plan/ReadPlanPage.tsx';
import { TrafficPage } from '../../traffic/TrafficPage.tsx';
import { LatencyPage } from './LatencyPage.tsx';
import { LinkPage } from './LinkPage.tsx';
import './device-diagnostics.css';

/** What can be looked at of one device, by the last part of the path. */
const VIEWS = [
  { id: 'traffic', title: 'Traffic' },
  { id: 'read-plan', title: 'Poll plan' },
  { id: 'latency', title: 'Latency' },
  { id: 'breaker', title: 'Breaker & queue' },
] as const;

export type DeviceView = (typeof VIEWS)[number]['id'];

interface DeviceDiagnosticsProps {
  readonly device: string;
  readonly view: DeviceView;
  /** Of the traffic: only what carries this tag. */
  readonly tag?: string | undefined;
}

/** Why a device is as it is: four views of it, of which the tab shows one. */
export function DeviceDiagnostics({ device, view, tag }: DeviceDiagnosticsProps): ReactNode {
  const known = useDevices(({ status, list }) => status !== 'ready' || list.some(({ id }) => id === device));
  if (!known)
    return (
      <EmptyState text={`“${device}” is no longer in this project.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  return (
    <div className="device-diagnostics">
      <Views device={device} view={view} tag={tag} />
      <div className="device-diagnostics-view">
        <View device={device} view={view} tag={tag} />
      </div>
    </div>
  );
}

function View({ device, view, tag }: DeviceDiagnosticsProps): ReactNode {
  switch (view) {
    case 'traffic':
      return <TrafficPage device={device} tag={tag} />;
    case 'read-plan':
      return <ReadPlanPage device={device} />;
    case 'latency':
      return <LatencyPage device={device} />;
    case 'breaker':
      return <LinkPage device={device} />;
  }
}

function Views({ device, view, tag }: DeviceDiagnosticsProps): ReactNode {
  const { path } = usePage();
  const name = useDevices(({ list }) => list.find(({ id }) => id === device)?.name ?? device);
  const show = (id: string): void => {
    if (id === view && tag === undefined) return;
    tabOpened(`device/${device}/${id}`, 'kept');
    // It takes the place of the one that was left; a pinned tab stays.
    tabClosed(path);
  };
  return (
    <nav className="diagnostics-views" aria-label={`Diagnostics of ${name}`}>
      {VIEWS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className="diagnostics-view"
          aria-current={id === view ? 'page' : undefined}
          onClick={() => show(id)}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}
