import { type ReactNode, useEffect } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useReplayable } from '../../state/replay-edits.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { ReplayForm } from './ReplayForm.tsx';
import { ReplayOutcome } from './ReplayOutcome.tsx';
import { readRevisions, useReplay } from './replay-store.ts';
import './replay.css';

/** Runs stored values through another configuration, and says which tags would differ. */
export function ReplayPage(): ReactNode {
  const { revisions, isDiskEdited, readFault, job } = useReplay();
  const asked = useReplayable();
  // Another list of devices comes with another revision.
  const devices = useDevices((state) => state.list);
  const read = (): void => void readRevisions();
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when devices change
  useEffect(read, [devices]);
  if (!revisions && readFault)
    return (
      <ErrorState
        title="The revisions could not be read."
        cause={readFault.text}
        code={readFault.code}
        onRetry={read}
      />
    );
  if (!revisions) return <Waiting text="Reading the revisions of the project…" onRetry={read} />;
  if (revisions.length < 2 && !isDiskEdited && !asked)
    return (
      <EmptyState text="This project has one revision, so that there is nothing to compare with. Edit tags, and choose Review, then Compare with history.">
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  return (
    <div className="replay">
      <ReplayForm revisions={revisions} />
      {job === null ? <About /> : <ReplayOutcome key={job} id={job} />}
    </div>
  );
}

const About = (): ReactNode => (
  <p className="replay-about quiet">
    Stored values are taken back to what the devices said and run through the other configuration: scale, unit, clamp,
    quality rules, deadband, and the tags that are calculated of them. Nothing is stored or published.
  </p>
);

/** What one comparison found, by its job. */
export function ReplayResultPage({ job }: { readonly job: string }): ReactNode {
  return (
    <div className="replay">
      <div className="replay-form">
        <button type="button" className="button" onClick={() => tabOpened('replay', 'kept')}>
          Compare again
        </button>
      </div>
      <ReplayOutcome id={job} />
    </div>
  );
}
