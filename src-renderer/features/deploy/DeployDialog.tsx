import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { DeployRunView, PreflightView, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { runTold } from '../../state/deploy.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { NO_COMMENT } from '../../ui/no-comment.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { PreflightList } from './PreflightList.tsx';
import { TargetDiff } from './TargetDiff.tsx';

interface DeployDialogProps {
  readonly targets: readonly TargetView[];
  readonly revision: number;
  readonly onClose: () => void;
  /** Told once the run is on its way. */
  readonly onStarted: () => void;
}

const ORDERS = [
  ['one', 'One target at a time'],
  ['canary', 'First one target, then the rest'],
  ['all', 'All at once'],
] as const satisfies readonly (readonly [DeployRunView['order'], string])[];

/** Checks, then Review with a comment; Run is shown on the page. */
export function DeployDialog({ targets, revision, onClose, onStarted }: DeployDialogProps): ReactNode {
  const [step, setStep] = useState<'checks' | 'review'>('checks');
  const [probe, setProbe] = useState(false);
  const [order, setOrder] = useState<DeployRunView['order']>('one');
  const [comment, setComment] = useState('');
  const { views, fault, again } = usePreflight(targets, revision, probe);
  const why = notReady(views, fault);
  const run = async (): Promise<void> => {
    if (step === 'checks') return setStep('review');
    const ids = targets.map(({ id }) => id);
    runTold(await rpc().deploy.run({ targets: ids, revision, comment: comment.trim(), order, probe }));
    onStarted();
    onClose();
  };
  const names = targets.length === 1 ? targets[0]!.name : `${targets.length} targets`;
  return (
    <FormDialog
      title={`Deploy revision ${revision} to ${names}: ${step === 'checks' ? 'checks' : 'review'}`}
      action={step === 'checks' ? 'Review' : `Deploy to ${names}`}
      className="deploy-form deploy-wide"
      whyNot={why ?? (step === 'review' && comment.trim() === '' ? NO_COMMENT : undefined)}
      onSubmit={run}
      onClose={onClose}
      more={
        step === 'review' ? (
          <button type="button" className="button" onClick={() => setStep('checks')}>
            Back to checks
          </button>
        ) : (
          <button type="button" className="button" onClick={again}>
            Check again
          </button>
        )
      }
    >
      {step === 'checks' ? (
        <>
          <label className="deploy-inline">
            <input type="checkbox" checked={probe} onChange={({ target }) => setProbe(target.checked)} /> Shadow run:
            read the devices that differ once from there, before anything is changed
          </label>
          {fault ? (
            <ErrorState
              title="The targets could not be checked."
              cause={fault.text}
              code={fault.code}
              onRetry={again}
            />
          ) : views ? (
            views.map((view) => (
              <PreflightList
                key={view.target}
                name={targets.find(({ id }) => id === view.target)?.name ?? view.target}
                view={view}
              />
            ))
          ) : (
            <Waiting text="Asking the targets…" onRetry={again} />
          )}
        </>
      ) : (
        <>
          <div className="deploy-diffs">
            {targets.map((target) => (
              <TargetDiff key={target.id} target={target} to={revision} />
            ))}
          </div>
          {targets.length > 1 ? (
            <label>
              Order
              <select
                className="field"
                value={order}
                onChange={({ target }) => setOrder(target.value as DeployRunView['order'])}
              >
                {ORDERS.map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <label>
            Comment
            <input
              className="field"
              type="text"
              ref={focused}
              maxLength={512}
              placeholder={NO_COMMENT}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
            />
          </label>
        </>
      )}
    </FormDialog>
  );
}

/** The field came with another step of the dialog. */
const focused = (field: HTMLInputElement | null): void => field?.focus();

interface Preflight {
  readonly views: readonly PreflightView[] | undefined;
  readonly fault: { readonly code: string; readonly text: string } | undefined;
  readonly again: () => void;
}

function usePreflight(targets: readonly TargetView[], revision: number, probe: boolean): Preflight {
  const [answer, setAnswer] = useState<Pick<Preflight, 'views' | 'fault'> & { readonly key: string }>();
  const [turn, setTurn] = useState(0);
  const ids = targets.map(({ id }) => id).join(' ');
  // What was answered to another question is none.
  const key = `${ids} ${revision} ${probe} ${turn}`;
  useEffect(() => {
    const abort = new AbortController();
    rpc()
      .deploy.preflight({ targets: ids.split(' '), revision, probe }, { signal: abort.signal })
      .then(
        (views) => abort.signal.aborted || setAnswer({ key, views, fault: undefined }),
        (error: unknown) => abort.signal.aborted || setAnswer({ key, views: undefined, fault: toNexusError(error) }),
      );
    return () => abort.abort();
  }, [key, ids, revision, probe]);
  const again = useCallback(() => setTurn((now) => now + 1), []);
  return answer?.key === key ? { ...answer, again } : { views: undefined, fault: undefined, again };
}

function notReady(views: readonly PreflightView[] | undefined, fault: unknown): string | undefined {
  if (fault || !views) return 'The targets were not checked yet.';
  return views.every(({ isReady }) => isReady) ? undefined : 'A check has a fault. Mend it, or leave the target out.';
}
