import { type ReactNode, useState } from 'react';
import type { DeploymentView, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { rpc } from '../../rpc/connect.ts';
import { runTold } from '../../state/deploy.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { NO_COMMENT } from '../../ui/no-comment.ts';
import { formatTime } from '../../ui/time-format.ts';
import { TargetDiff } from './TargetDiff.tsx';

/** Takes a target back to one of its last deployments, whole or one device, through the same gate. */
export function TargetRollbackDialog({
  target,
  onClose,
}: {
  readonly target: TargetView;
  readonly onClose: () => void;
}): ReactNode {
  const [now, ...others] = target.deployments.filter(({ state }) => state === 'promoted');
  const [number, setNumber] = useState(others[0]?.number);
  const [device, setDevice] = useState('');
  const [comment, setComment] = useState('');
  const chosen = others.find((one) => one.number === number);
  const back = async (): Promise<void> => {
    const devices = device === '' ? null : [device];
    runTold(
      await rpc().deploy.rollback({ target: target.id, deployment: chosen!.number, devices, comment: comment.trim() }),
    );
    onClose();
  };
  return (
    <FormDialog
      title={`Roll back ${target.name}`}
      action="Roll back"
      className="deploy-form deploy-wide"
      whyNot={!chosen ? 'It had no other deployment yet.' : comment.trim() === '' ? NO_COMMENT : undefined}
      onSubmit={back}
      onClose={onClose}
    >
      <p className="quiet">
        {now ? `It runs ${deploymentText(now)}.` : 'It runs nothing of this workspace yet.'} The health gate watches
        this too.
      </p>
      <label>
        Back to
        <select
          className="field"
          data-autofocus
          value={number}
          onChange={({ target: { value } }) => setNumber(Number(value))}
        >
          {others.map((one) => (
            <option key={one.number} value={one.number}>
              {deploymentText(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        What goes back
        <select className="field" value={device} onChange={({ target: { value } }) => setDevice(value)}>
          <option value="">All its devices</option>
          {chosen?.devices.map((id) => (
            <option key={id} value={id}>
              Only {id}
            </option>
          ))}
        </select>
      </label>
      {chosen ? (
        <div className="deploy-diffs">
          <TargetDiff target={device === '' ? target : { ...target, devices: [device] }} to={chosen.revision} />
        </div>
      ) : null}
      <label>
        Comment
        <input
          className="field"
          type="text"
          maxLength={512}
          placeholder={NO_COMMENT}
          value={comment}
          onChange={({ target: { value } }) => setComment(value)}
        />
      </label>
    </FormDialog>
  );
}

/** `revision 40, 2026-02-03 14:02:11, J. Ortiz: Faster boiler` */
function deploymentText({ revision, timeMs, author, comment }: DeploymentView): string {
  return `revision ${revision}, ${formatTime(timeMs)}, ${author}${comment === '' ? '' : `: ${comment}`}`;
}
