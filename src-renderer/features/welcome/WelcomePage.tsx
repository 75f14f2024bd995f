import { Play, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { readListsAgain } from '../../state/read-lists.ts';
import { useMay } from '../../state/roles.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { DemoTour } from './DemoTour.tsx';
import { ImportDevices } from './ImportDevices.tsx';
import { demoStarted, useTour } from './tour-store.ts';
import './welcome.css';

/** The first page: the demo plant in one click, then a tour through it. */
export function WelcomePage(): ReactNode {
  const { status, list, fault } = useDevices();
  const problem = useTour((state) => state.problem);
  const demoDevices = list.filter((device) => device.simulated);
  if (status === 'loading') return <Waiting text="Reading the devices of this project…" onRetry={readListsAgain} />;
  if (fault && list.length === 0) {
    const title = 'The devices of this project could not be read.';
    return <ErrorState title={title} cause={fault.text} code={fault.code} onRetry={readListsAgain} />;
  }
  return (
    <div className="welcome">
      <ReadOnlyStrip needs="configure" to="start or change a plant" />
      <h1>{demoDevices.length > 0 ? 'The demo plant' : 'Start here'}</h1>
      {problem === null ? null : (
        <Strip tone="error" announce="alert">
          {problem}
        </Strip>
      )}
      {list.length === 0 ? <StartDemo /> : null}
      {demoDevices.length > 0 ? <DemoTour devices={demoDevices} /> : null}
      {list.length > 0 && demoDevices.length === 0 ? <OwnDevices count={list.length} /> : null}
      <OtherWays />
      <Shortcuts />
    </div>
  );
}

function StartDemo(): ReactNode {
  const demo = useTour((state) => state.demo);
  const isEngineer = useMay('configure');
  return (
    <section className="welcome-start">
      <button
        type="button"
        className="button primary"
        disabled={demo === 'starting' || !isEngineer}
        onClick={() => void demoStarted()}
      >
        <Play size={16} strokeWidth={1.5} aria-hidden />
        Start the demo plant
      </button>
      <p className="quiet" role="status">
        {demo === 'starting'
          ? 'Starting the simulated devices…'
          : 'No hardware needed: simulated devices, live in about 10 seconds.'}
      </p>
    </section>
  );
}

function OwnDevices({ count }: { readonly count: number }): ReactNode {
  return (
    <section className="welcome-start">
      <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
        Show the devices
      </button>
      <p className="quiet">{count === 1 ? 'This project has 1 device.' : `This project has ${count} devices.`}</p>
    </section>
  );
}

function OtherWays(): ReactNode {
  const mayAdd = useMay('configure');
  return (
    <section className="welcome-start">
      <h2>Your own devices</h2>
      <button type="button" className="button" disabled={!mayAdd} onClick={() => tabOpened('new-device', 'kept')}>
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Connect a device
      </button>
      <p className="quiet">
        {mayAdd ? 'Its connection is tried before anything is saved.' : 'Ask an Engineer to add devices.'}
      </p>
      <ImportDevices />
      <p className="quiet">
        All devices of the file, or with a fault none. Lists of tags (CSV, Excel, Kepware, TIA …) are imported in the
        tag table of their device.
      </p>
      {window.nexusShell ? (
        <button type="button" className="button" onClick={() => void window.nexusShell?.invoke('openProject')}>
          Open another project…
        </button>
      ) : null}
    </section>
  );
}

const SHORTCUTS = [
  ['F6', 'next region'],
  ['Ctrl+B', 'explorer'],
  ['Ctrl+I', 'inspector'],
  ['Alt+W', 'close tab'],
  ['Alt+PageUp, Alt+PageDown', 'switch tabs'],
  ['Enter', 'write a value to the selected tag'],
  ['F8', 'arm or disarm writing'],
  ['Alt+Shift+1 … 9', 'areas and pages of the left bar'],
  ['Ctrl+Shift+A', 'add selected tags to the trend'],
  ['Ctrl+Shift+L', 'pause all live updates'],
] as const;

function Shortcuts(): ReactNode {
  return (
    <section>
      <h2>Keys</h2>
      <dl className="welcome-keys">
        {SHORTCUTS.map(([keys, action]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
