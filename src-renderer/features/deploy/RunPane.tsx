import { type ReactNode, useState } from 'react';
import type { DeployRunView, DeployStep } from '../../../src-shared/contract/deploy-views.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { runTold } from '../../state/deploy.ts';
import { noticed } from '../../state/notices.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { GateTable } from './GateTable.tsx';

type RunTarget = DeployRunView['targets'][number];

const STEPS: Readonly<Record<DeployStep, string>> = {
  check: 'Checks',
  upload: 'Upload',
  verify: 'Verify',
  probe: 'Shadow run',
  apply: 'Apply',
  gate: 'Health gate',
  confirm: 'Confirm',
};
const MARKS = {
  waiting: ['off', 'waits'],
  running: ['connecting', 'runs'],
  done: ['done', 'done'],
  failed: ['bad', 'failed'],
  skipped: ['never', 'left out'],
} as const;
const STATES = {
  waiting: ['off', 'normal', 'Waits'],
  running: ['connecting', 'normal', 'Runs'],
  done: ['done', 'ok', 'Deployed'],
  'rolled-back': ['half', 'warning', 'Rolled back'],
  failed: ['bad', 'error', 'Failed'],
  cancelled: ['off', 'warning', 'Cancelled'],
  skipped: ['never', 'normal', 'Left out'],
} as const;
const RUNS = { running: 'runs', done: 'done', failed: 'failed', cancelled: 'cancelled' } as const;

interface RunPaneProps {
  readonly run: DeployRunView;
  readonly mayDeploy: boolean;
  readonly onClose: () => void;
}

/** A deploy or a rollback as it goes on: the steps of each target, and its gate in live numbers. */
export function RunPane({ run, mayDeploy, onClose }: RunPaneProps): ReactNode {
  const [isCancelling, setCancelling] = useState(false);
  const isRunning = run.state === 'running';
  const what = run.kind === 'deploy' ? `Deploy of revision ${run.revision}` : `Rollback to revision ${run.revision}`;
  const cancel = (): void => {
    setCancelling(true);
    rpc()
      .deploy.cancel({ run: run.id })
      .then(runTold, (error: unknown) =>
        noticed({ kind: 'failed', text: `The deploy was not cancelled. ${toNexusError(error).text}` }),
      )
      .finally(() => setCancelling(false));
  };
  return (
    <section className="run-pane" aria-label={what}>
      <header>
        <h2>
          {what}: {RUNS[run.state]}
        </h2>
        <span className="quiet">
          {run.author}, {formatTime(run.startedMs)}: “{run.comment}”
        </span>
        <span className="spacer" />
        {isRunning ? (
          <button
            type="button"
            className="button"
            disabled={!mayDeploy || isCancelling}
            title="A target in its gate goes back"
            onClick={cancel}
          >
            Cancel
          </button>
        ) : (
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
        )}
      </header>
      <ul>
        {run.targets.map((target) => (
          <Target key={target.target} of={target} kind={run.kind} />
        ))}
      </ul>
    </section>
  );
}

function Target({ of, kind }: { readonly of: RunTarget; readonly kind: DeployRunView['kind'] }): ReactNode {
  const [glyph, tone, word] = STATES[of.state];
  return (
    <li className="run-target" data-state={of.state}>
      <div className="run-head">
        <strong>{of.name}</strong>{' '}
        <span className="deploy-state" data-tone={tone}>
          <Glyph name={glyph} />
          {kind === 'rollback' && of.state === 'done' ? 'Rolled back as asked' : word}
        </span>
      </div>
      <ol className="run-steps">
        {of.steps.map(({ step, state, text }) => {
          const [mark, said] = MARKS[state];
          return (
            <li key={step} data-state={state} title={text === '' ? undefined : text}>
              <Glyph name={mark} /> {STEPS[step]} <span className="visually-hidden">{said}</span>
            </li>
          );
        })}
      </ol>
      <p className="run-text" role="status" data-msg={of.code === null ? undefined : messageId(of.code, of.text)}>
        {of.text}
      </p>
      {of.gate ? <GateTable gate={of.gate} isOpen={of.state === 'running'} /> : null}
    </li>
  );
}
