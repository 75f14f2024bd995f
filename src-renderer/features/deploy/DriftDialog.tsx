import { type ReactNode, useEffect, useState } from 'react';
import type { DriftItem, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { deployRead, runTold } from '../../state/deploy.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { NO_COMMENT } from '../../ui/no-comment.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { DriftFile } from './DriftFile.tsx';

type Choice = 'theirs' | 'mine';

/** What was changed at the gateway itself, three ways: per file theirs is taken into the workspace, or mine is deployed over it. */
export function DriftDialog({
  target,
  revision,
  onClose,
}: {
  readonly target: TargetView;
  readonly revision: number;
  readonly onClose: () => void;
}): ReactNode {
  const [items, setItems] = useState<readonly DriftItem[]>();
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [comment, setComment] = useState('');
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with each turn
  useEffect(() => {
    rpc()
      .deploy.drift({ target: target.id })
      .then(setItems, (error: unknown) => setFault(toNexusError(error)));
  }, [target.id, turn]);
  const moved = items?.filter(({ changed }) => changed !== 'mine') ?? [];
  const of = (choice: Choice): readonly string[] =>
    moved.map(({ path }) => path).filter((path) => choices[path] === choice);
  const open = moved.length - of('theirs').length - of('mine').length;
  const settle = async (): Promise<void> => {
    const theirs = of('theirs');
    const reason = comment.trim();
    let to = revision;
    if (theirs.length > 0) {
      to = (await rpc().deploy.takeTheirs({ target: target.id, paths: [...theirs], comment: reason })).revision;
    }
    // The workspace has all that is kept now: it goes over what stands there.
    runTold(await rpc().deploy.run({ targets: [target.id], revision: to, comment: reason, overwrite: true }));
    await deployRead();
    onClose();
  };
  return (
    <FormDialog
      title={`${target.name} was changed at the gateway itself`}
      action={of('mine').length === 0 ? 'Take and deploy' : 'Settle and deploy'}
      className="deploy-form deploy-wide"
      whyNot={whyNot(items, moved.length, open, comment)}
      onSubmit={settle}
      onClose={onClose}
    >
      <Message code="NX_DEPLOY_MOVED" text={target.drift.text} tone="warning" />
      {fault ? (
        <ErrorState
          title="What differs could not be read."
          cause={fault.text}
          code={fault.code}
          onRetry={() => {
            setFault(undefined);
            setTurn(turn + 1);
          }}
        />
      ) : items ? (
        <>
          {moved.length === 0 ? <p>Nothing of what was deployed differs there any more.</p> : null}
          {moved.map((item) => (
            <DriftFile
              key={item.path}
              item={item}
              choice={choices[item.path]}
              onChoose={(choice) => setChoices({ ...choices, [item.path]: choice })}
            />
          ))}
        </>
      ) : (
        <Waiting text="Reading what differs…" />
      )}
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

function whyNot(items: unknown, moved: number, open: number, comment: string): string | undefined {
  if (!items) return 'What differs is still being read.';
  if (moved === 0) return 'There is nothing to settle.';
  if (open > 0)
    return open === 1 ? 'Choose theirs or mine for one more file.' : `Choose theirs or mine for ${open} more files.`;
  return comment.trim() === '' ? NO_COMMENT : undefined;
}
