import { type ReactNode, useState } from 'react';
import type { DeviceHealth, DeviceView, PaceHealth } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { selected } from '../../state/selection.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatInterval } from '../../ui/time-format.ts';
import { updatesText } from '../../ui/updates-text.ts';
import { DeviceWord } from '../devices/DeviceWord.tsx';
import { PaceList } from './PaceList.tsx';
import { useUnlessPaused } from './use-unless-paused.ts';

interface PollRow {
  readonly device: DeviceView;
  readonly health: DeviceHealth;
}

/** How polling goes, device by device, and the requests of the one that is selected. */
export function DevicePolls(): ReactNode {
  const { list, health } = useUnlessPaused(useDevices());
  const [picked, setPicked] = useState<string | undefined>();
  const rows = list.map((device): PollRow => ({ device, health: health[device.id] ?? device.health }));
  const shown = rows.find(({ device }) => device.id === picked) ?? rows[0];
  if (!shown) return <NoPolls />;
  const select = ([first]: readonly PollRow[]): void => {
    setPicked(first?.device.id);
    if (first) selected({ kind: 'device', device: first.device.id });
  };
  return (
    <div className="diagnostics-devices">
      <DataGrid
        label="Polls by device"
        rows={rows}
        columns={COLUMNS}
        rowKey={({ device }) => device.id}
        resetOn=""
        onSelect={select}
        onActivate={({ device }) => tabOpened(`device/${device.id}/tags`, 'kept')}
      />
      <PollPlan device={shown.device} paces={shown.health.paces ?? []} />
    </div>
  );
}

function NoPolls(): ReactNode {
  return (
    <EmptyState text="No devices yet. Their polls will be counted here.">
      <button type="button" className="button primary" onClick={() => tabOpened('welcome', 'kept')}>
        Start the demo plant
      </button>
      <button type="button" className="button" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
    </EmptyState>
  );
}

interface PollPlanProps {
  readonly device: DeviceView;
  readonly paces: readonly PaceHealth[];
}

function PollPlan({ device, paces }: PollPlanProps): ReactNode {
  const isSubscribed = device.health.mode === 'subscribed';
  return (
    <section className="poll-plan" aria-label="Poll plan" tabIndex={0}>
      <h2>
        {isSubscribed ? 'Subscription' : 'Poll plan'} of {device.name}
      </h2>
      <p className="quiet">{planWords(device, paces.length > 0)}</p>
      {paces.length === 0 ? null : <PaceList paces={paces} />}
      <p className="poll-plan-links">
        <button type="button" className="button" onClick={() => tabOpened(`device/${device.id}/read-plan`, 'kept')}>
          Read plan
        </button>
        <button type="button" className="button" onClick={() => tabOpened(`device/${device.id}/traffic`, 'kept')}>
          Traffic
        </button>
      </p>
      <ol className="mono">
        {(isSubscribed ? [] : device.pollPlan).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  );
}

function planWords({ health, tags, pollPlan, pollIntervalMs }: DeviceView, isAdaptive: boolean): string {
  if (health.mode === 'subscribed') return `Subscribed: the device sends the values of its ${tags} tags by itself.`;
  const requests = pollPlan.length === 1 ? '1 request' : `${pollPlan.length} requests`;
  return `${requests} for ${tags} tags${isAdaptive ? '' : `, every ${formatInterval(pollIntervalMs)}`}`;
}

const latency = (ms: number | null): string => (ms === null ? '—' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`);

const COLUMNS: readonly Column<PollRow>[] = [
  { id: 'name', title: 'Device', widthPx: 108, grow: true, cell: ({ device }) => <Text text={device.name} /> },
  { id: 'status', title: 'Status', widthPx: 118, cell: ({ health }) => <DeviceWord health={health} /> },
  {
    id: 'polls',
    title: 'Polls',
    widthPx: 68,
    align: 'right',
    cell: ({ health }) => updatesText(health) ?? formatInteger(health.polls),
  },
  count('failed', 'Failed', 58, (health) => health.pollsFailed),
  count('skipped', 'Skipped', 66, (health) => health.pollsSkipped),
  { id: 'p50', title: 'p50', widthPx: 62, align: 'right', cell: ({ health }) => latency(health.latencyP50Ms) },
  { id: 'p95', title: 'p95', widthPx: 62, align: 'right', cell: ({ health }) => latency(health.latencyP95Ms) },
];

function count(id: string, title: string, widthPx: number, of: (health: DeviceHealth) => number): Column<PollRow> {
  return { id, title, widthPx, align: 'right', cell: ({ health }) => formatInteger(of(health)) };
}

function Text({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="text" title={text}>
      {text}
    </span>
  );
}
