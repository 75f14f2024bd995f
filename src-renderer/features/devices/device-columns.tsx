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
  { id: 'name', title: 'Name', widthPx: 108, grow: true, cell: (row) => <Name row={row} /> },
  { id: 'protocol', title: 'Protocol', widthPx: 124, cell: ({ device }) => <Protocol device={device} /> },
  {
    id: 'endpoint',
    title: 'Endpoint',
    widthPx: 150,
    grow: true,
    cell: ({ device }) => <Endpoint text={device.endpoint} />,
  },
  { id: 'status', title: 'Status', widthPx: 116, cell: ({ health }) => <DeviceWord health={health} /> },
  { id: 'polls', title: 'Polls', widthPx: 52, align: 'right', cell: (row) => percent(row.health.successRatio) },
  { id: 'p95', title: 'p95', widthPx: 60, align: 'right', cell: (row) => latency(row.health.latencyP95Ms) },
  { id: 'tags', title: 'Tags', widthPx: 54, align: 'right', cell: tagsGood },
  { id: 'last', title: 'Last good', widthPx: 70, align: 'right', cell: (row) => <LastGood device={row.device.id} /> },
  {
    id: 'interval',
    title: 'Interval',
    widthPx: 60,
    align: 'right',
    cell: (row) => <Pace row={row} />,
  },
];

/** What the filter looks into. */
export const deviceText = ({ device, health }: DeviceRow): string =>
  `${device.name} ${device.id} ${device.endpoint} ${device.protocolTitle} ${deviceStatus(health).word}`;

const percent = (ratio: number | null): string => {
  if (ratio === null) return '—';
  // 99.6 % is not 100 %: only a full success may say so.
  return `${ratio === 1 ? 100 : Math.min(99, Math.round(ratio * 100))} %`;
};

const latency = (ms: number | null): string => (ms === null ? '—' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`);

function tagsGood(row: DeviceRow): string {
  if (isOff(row)) return '—';
  return `${formatInteger(row.health.tagsGood)}/${formatInteger(row.device.tags)}`;
}

/** Grows by itself while the gateway is lost and no health arrives. */
function LastGood({ device }: { readonly device: string }): ReactNode {
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
