import { Trash2 } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { DeviceView, TagView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { generateAsked, useChecks } from '../../state/checks.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { useReceipts } from '../../state/receipts.ts';
import { useMay } from '../../state/roles.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { addToTrend, useTrends } from '../../state/trends.ts';
import { writeAsked } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { removeDemo } from './remove-demo.ts';
import { starOf, tourPen } from './show-demo.ts';
import { cableMoved, stepDone, type TourStep, useTour } from './tour-store.ts';

/** The demo devices as they come up, and a tour of six steps that tick themselves. */
export function DemoTour({ devices }: { readonly devices: readonly DeviceView[] }): ReactNode {
  const starId = starOf(devices.map((device) => device.id));
  const star = devices.find((device) => device.id === starId)!;
  const tags = useTags((state) => state.byDevice[star.id]?.tags);
  useEffect(() => wantTags(star.id), [star.id]);
  const pen = tourPen(tags ?? []);
  useTourWatch(pen);
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
          <Step steps={['values']} text="See live values with quality and age.">
            <button type="button" className="button" onClick={() => tabOpened(`device/${star.id}/tags`, 'kept')}>
              Show {star.name}
            </button>
          </Step>
          <Step
            steps={['trend']}
            text={`Add ${pen?.name ?? 'a tag'} to the trend: drag its row there, or select it and press Ctrl+Shift+A.`}
          >
            <button
              type="button"
              className="button"
              disabled={!pen}
              onClick={() => pen && addToTrend([{ device: pen.device, tag: pen.id }])}
            >
              Add {pen?.name ?? 'a tag'}
            </button>
          </Step>
          <Step steps={['written']} text="Write to it: arm, confirm, and see what it read back.">
            <WriteButton device={star.id} />
          </Step>
          <Step
            steps={['unplugged', 'plugged']}
            text="Pull its cable: values turn Bad and keep their last number, the trend shows a gap. Put it back: it is found again by itself."
          >
            <CableButtons device={star} />
          </Step>
          <Step steps={['checked']} text="Run one loop check: make a sheet, capture a point, sign it.">
            <button type="button" className="button" onClick={generateAsked}>
              Make a sheet…
            </button>
          </Step>
          <Step steps={['exported']} text="Export what you saw: “Export CSV” of the trend, or of the Historian.">
            <button type="button" className="button" onClick={() => tabOpened('historian', 'kept')}>
              Open the Historian
            </button>
          </Step>
        </ol>
      </section>
      <RemoveDemo devices={devices.map((device) => device.id)} />
    </>
  );
}

/** Ticks the steps that a person may also do without the buttons here. */
function useTourWatch(pen: TagView | undefined): void {
  const tabs = useLayout((state) => state.tabs);
  const trends = useTrends((state) => state.trends);
  const receipts = useReceipts((state) => state.list);
  const checks = useChecks((state) => state.list);
  useEffect(() => {
    if (tabs.some((tab) => /\/tags$|^watch\//.test(tab.path))) stepDone('values');
    if (receipts.some((receipt) => receipt.success)) stepDone('written');
    if (checks.some(({ counts }) => counts.pass + counts.fail > 0)) stepDone('checked');
    if (trends.some(({ pens }) => pens.some(({ device, tag }) => device === pen?.device && tag === pen.id)))
      stepDone('trend');
  }, [tabs, trends, receipts, checks, pen]);
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
  /** All of them make it done. */
  readonly steps: readonly TourStep[];
  readonly text: string;
  readonly children: ReactNode;
}

function Step({ steps, text, children }: StepProps): ReactNode {
  const isDone = useTour((state) => steps.every((step) => state.done.has(step)));
  return (
    <li className="tour-step">
      {isDone ? <Glyph name="done" title="Done" /> : <Glyph name="off" title="To do" />}
      <span className="tour-step-text">{text}</span>
      {children}
    </li>
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

function CableButtons({ device }: { readonly device: DeviceView }): ReactNode {
  const isUnplugged = useTour((state) => state.unplugged.has(device.id));
  // Another page may have pulled the cable: an offline simulator can always be plugged back.
  const isOffline = useDevices((state) => state.health[device.id]?.status.kind === 'offline');
  return isUnplugged || isOffline ? (
    <button type="button" className="button" onClick={() => void cableMoved(device.id, 'plugged')}>
      Plug {device.name} back
    </button>
  ) : (
    <button type="button" className="button" onClick={() => void cableMoved(device.id, 'unplugged')}>
      Unplug {device.name}
    </button>
  );
}

/** The way out of the demo: one step, which can be undone. */
function RemoveDemo({ devices }: { readonly devices: readonly string[] }): ReactNode {
  const isEngineer = useMay('configure');
  const remove = (): void => {
    removeDemo(devices).catch((error: unknown) => {
      useTour.setState({ problem: `The demo plant was not removed. ${toNexusError(error).text}` });
    });
  };
  return (
    <section className="welcome-start">
      <button type="button" className="button" disabled={!isEngineer} onClick={remove}>
        <Trash2 size={16} strokeWidth={1.5} aria-hidden />
        Remove the demo plant
      </button>
      <p className="quiet">
        Its devices and its watch table go in one step, which can be undone. Your own devices stay.
      </p>
    </section>
  );
}
