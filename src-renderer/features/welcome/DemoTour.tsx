import { type ReactNode, useEffect } from 'react';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { useReceipts } from '../../state/receipts.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { addToTrend, openTrends, useTrends } from '../../state/trends.ts';
import { writeAsked } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { starOf, tourPens } from './show-demo.ts';
import { cableMoved, stepDone, type TourStep, useTour } from './tour-store.ts';

/** The demo devices as they come up, and the steps of the tour that this version can do. */
export function DemoTour({ devices }: { readonly devices: readonly DeviceView[] }): ReactNode {
  const starId = starOf(devices.map((device) => device.id));
  const star = devices.find((device) => device.id === starId)!;
  useEffect(() => wantTags(star.id), [star.id]);
  useTourWatch();
  return (
    <>
      <ul className="tour-devices" aria-label="Simulated devices">
        {devices.map((device) => (
          <DemoDevice key={device.id} device={device} />
        ))}
      </ul>
      <section>
        <h2>Tour</h2>
        <ol className="tour-steps">
          <Step step="values" text="See live values with quality and age.">
            <button type="button" className="button" onClick={() => tabOpened(`device/${star.id}/tags`, 'kept')}>
              Show {star.name}
            </button>
          </Step>
          <Step step="trend" text="Open a trend: the past from the historian, running into live.">
            <TrendButton device={star.id} />
          </Step>
          <Step step="written" text="Write to it: arm, confirm, and see what it read back.">
            <WriteButton device={star.id} />
          </Step>
          <CableSteps device={star} />
        </ol>
      </section>
    </>
  );
}

/** Ticks the steps that a person may also do without the buttons here. */
function useTourWatch(): void {
  const active = useLayout((state) => state.active);
  const tabs = useLayout((state) => state.tabs);
  const trends = useTrends((state) => state.trends);
  const receipts = useReceipts((state) => state.list);
  useEffect(() => {
    if (tabs.some((tab) => /\/tags$|^watch\//.test(tab.path))) stepDone('values');
    if (receipts.some((receipt) => receipt.success)) stepDone('written');
    const open = openTrends();
    if (trends.some((trend) => trend.pens.length > 0 && open.includes(trend.id))) stepDone('trend');
  }, [active, tabs, trends, receipts]);
}

function DemoDevice({ device }: { readonly device: DeviceView }): ReactNode {
  const health = useDevices((state) => state.health[device.id]);
  const isLive = health?.status.kind === 'connected' || health?.status.kind === 'degraded';
  return (
    <li>
      {isLive ? <Glyph name="ok" title="Live" /> : <Glyph name="connecting" title="Waiting" />}
      <span className="tour-device-name">{device.name}</span>
      <span className="quiet">
        {device.protocolTitle}, {device.tags} tags
      </span>
      <span className="quiet mono">{device.endpoint}</span>
    </li>
  );
}

interface StepProps {
  readonly step: TourStep;
  readonly text: string;
  readonly children: ReactNode;
}

function Step({ step, text, children }: StepProps): ReactNode {
  const isDone = useTour((state) => state.done.has(step));
  return (
    <li className="tour-step">
      {isDone ? <Glyph name="done" title="Done" /> : <Glyph name="off" title="To do" />}
      <span className="tour-step-text">{text}</span>
      {children}
    </li>
  );
}

function TrendButton({ device }: { readonly device: string }): ReactNode {
  const tags = useTags((state) => state.byDevice[device]?.tags);
  const open = (): void => {
    addToTrend(tourPens(tags ?? []));
  };
  return (
    <button type="button" className="button" disabled={!tags?.length} onClick={open}>
      Open the trend
    </button>
  );
}

function WriteButton({ device }: { readonly device: string }): ReactNode {
  const tag = useTags((state) =>
    state.byDevice[device]?.tags.find((one) => one.access === 'read_write' && one.dataType !== 'bool'),
  );
  return (
    <button type="button" className="button" disabled={!tag} onClick={() => tag && writeAsked({ device, tag: tag.id })}>
      Write {tag?.name ?? 'a value'}…
    </button>
  );
}

function CableSteps({ device }: { readonly device: DeviceView }): ReactNode {
  const isUnplugged = useTour((state) => state.unplugged.has(device.id));
  // Another page may have pulled the cable: an offline simulator can always be plugged back.
  const isOffline = useDevices((state) => state.health[device.id]?.status.kind === 'offline');
  return (
    <>
      <Step step="unplugged" text="Pull its cable. Values turn Bad and keep their last number; the trend shows a gap.">
        <button
          type="button"
          className="button"
          disabled={isUnplugged}
          onClick={() => void cableMoved(device.id, 'unplugged')}
        >
          Unplug {device.name}
        </button>
      </Step>
      <Step step="plugged" text="Put it back. The device is found again by itself.">
        <button
          type="button"
          className="button"
          disabled={!isUnplugged && !isOffline}
          onClick={() => void cableMoved(device.id, 'plugged')}
        >
          Plug {device.name} back
        </button>
      </Step>
    </>
  );
}
