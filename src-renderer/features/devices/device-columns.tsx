import { type ReactNode, useEffect, useRef } from 'react';
import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { liveLoop } from '../../state/live-loop.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { paceSentence } from '../../ui/pace-text.ts';
import { formatAge, formatInterval } from '../../ui/time-format.ts';
import { updatesText } from '../../ui/updates-text.ts';
import { DeviceWord } from './DeviceWord.tsx';
import { deviceStatus } from './device-status.ts';

/** A device with how it is now. */
export interface DeviceRow {
  readonly device: DeviceView;
  readonly health: DeviceHealth;
}

const isOff = ({ health }: DeviceRow): boolean => health.status.kind === 'disabled';

export const DEVICE_COLUMNS: readonly Column<DeviceRow>[] = [
  {
    id: 'name',
    title: 'Name',
    widthPx: 108,
    grow: true,
    use: 'always',
    sortKey: ({ device }) => device.name,
    cell: (row) => <Name row={row} />,
  },
  {
    id: 'protocol',
    title: 'Protocol',
    widthPx: 112,
    sortKey: ({ device }) => device.protocolTitle,
    cell: ({ device }) => <Protocol device={device} />,
  },
  {
    id: 'endpoint',
    title: 'Endpoint',
    widthPx: 132,
    grow: true,
    sortKey: ({ device }) => device.endpoint,
    cell: ({ device }) => <Endpoint text={device.endpoint} />,
  },
  {
    id: 'status',
    title: 'Status',
    widthPx: 112,
    isLive: true,
    // What needs attention first.
    sortKey: ({ health }) => TONES.indexOf(deviceStatus(health).tone),
    cell: ({ health }) => <DeviceWord health={health} />,
  },
  number(
    'polls',
    'Polls',
    52,
    ({ health }) => health.successRatio,
    ({ health }) => percentText(health.successRatio),
  ),
  number(
    'p95',
    'p95',
    60,
    ({ health }) => health.latencyP95Ms,
    ({ health }) => latencyText(health.latencyP95Ms),
  ),
  number(
    'load',
    'Load',
    52,
    ({ health }) => health.load,
    ({ health }) => loadText(health.load),
  ),
  number('tags', 'Tags', 54, ({ device }) => device.tags, tagsGood),
  number(
    'last',
    'Last good',
    70,
    ({ device }) => useDevices.getState().health[device.id]?.lastGoodUs,
    (row) => <LastGood device={row.device.id} />,
  ),
  number(
    'interval',
    'Interval',
    60,
    ({ device }) => device.pollIntervalMs,
    (row) => <Pace row={row} />,
  ),
];

const TONES: readonly string[] = ['error', 'warning', 'normal', 'quiet'];

function number(
  id: string,
  title: string,
  widthPx: number,
  sortKey: (row: DeviceRow) => number | null | undefined,
  cell: (row: DeviceRow) => ReactNode,
): Column<DeviceRow> {
  return { id, title, widthPx, align: 'right', isLive: true, sortKey, cell };
}

/** What the filter looks into. */
export const deviceText = ({ device, health }: DeviceRow): string =>
  `${device.name} ${device.id} ${device.endpoint} ${device.protocolTitle} ${deviceStatus(health).word}`;

export const percentText = (ratio: number | null): string => {
  if (ratio === null) return '—';
  // 99.6 % is not 100 %: only a full success may say so.
  return `${ratio === 1 ? 100 : Math.min(99, Math.round(ratio * 100))} %`;
};

export const latencyText = (ms: number | null): string =>
  ms === null ? '—' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** Of its time, how much the device is being polled. */
const loadText = (load: number | undefined): string => {
  if (load === undefined) return '—';
  return load > 0 && load < 0.01 ? '< 1 %' : `${Math.round(load * 100)} %`;
};

export function tagsGood(row: DeviceRow): string {
  if (isOff(row)) return '—';
  return `${formatInteger(row.health.tagsGood)}/${formatInteger(row.device.tags)}`;
}

/** Grows by itself while the gateway is lost and no health arrives. */
export function LastGood({ device }: { readonly device: string }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      liveLoop.add(() => {
        const lastGoodUs = useDevices.getState().health[device]?.lastGoodUs ?? null;
        const age = lastGoodUs === null ? '—' : formatAge((gatewayNowUs() - lastGoodUs) / 1e6);
        if (!text.current || text.current.textContent === age) return 0;
        text.current.textContent = age;
        return 1;
      }),
    [device],
  );
  return <span ref={text} />;
}

/** A subscribed device has no interval: it shows how much it sends. */
function Pace({ row: { device, health } }: { readonly row: DeviceRow }): ReactNode {
  const updates = updatesText(health);
  if (updates === undefined) return <Period row={{ device, health }} />;
  return <span title="Subscribed: the device sends its values by itself.">{updates}</span>;
}

/** Of most of its tags: those without an interval of their own. */
function Period({ row: { device, health } }: { readonly row: DeviceRow }): ReactNode {
  const pace = health.paces?.find(({ intervalMs }) => intervalMs === device.pollIntervalMs);
  if (!pace) return formatInterval(device.pollIntervalMs);
  return <span title={paceSentence(pace)}>{formatInterval(pace.nowMs)}</span>;
}

function Name({ row: { device } }: { readonly row: DeviceRow }): ReactNode {
  return (
    <span className="text" title={device.description || device.name}>
      {device.name}
    </span>
  );
}

function Protocol({ device }: { readonly device: DeviceView }): ReactNode {
  return (
    <>
      <span className="text" title={device.protocolTitle}>
        {device.protocolTitle}
      </span>
      {device.simulated ? <span className="sim-tag">SIM</span> : null}
    </>
  );
}

function Endpoint({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="text mono" title={text}>
      {text}
    </span>
  );
}
