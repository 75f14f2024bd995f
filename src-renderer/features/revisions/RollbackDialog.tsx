import { type ReactNode, useCallback, useState } from 'react';
import type { FaultView } from '../../../src-shared/contract/config.ts';
import type { ProjectChanges } from '../../../src-shared/contract/project-changes.ts';
import { rpc } from '../../rpc/connect.ts';
import { revisionsRead } from '../../state/revisions.ts';
import { Comparison } from '../../ui/changes/Comparison.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { NO_COMMENT } from '../../ui/no-comment.ts';

interface RollbackDialogProps {
  readonly revision: number;
  /** Devices that differ between that revision and what runs; the rest needs no choice. */
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
}

type Preview = ProjectChanges & { readonly base: number; readonly faults: readonly FaultView[] };

/** Goes back to a revision, whole or one device of it, after what that changes was shown. */
export function RollbackDialog({ revision, devices, onClose }: RollbackDialogProps): ReactNode {
  const [device, setDevice] = useState('');
  const [comment, setComment] = useState('');
  const [preview, setPreview] = useState<Preview>();
  const read = useCallback(async () => {
    setPreview(undefined);
    const answer = await rpc().config.previewRestore({ revision, ...(device !== '' && { device }) });
    setPreview(answer);
    return answer;
  }, [revision, device]);
  const roll = async (): Promise<void> => {
    await rpc().config.restore({
      revision,
      ...(device !== '' && { device }),
      ...(preview && { base: preview.base }),
      comment: comment.trim(),
    });
    await revisionsRead();
    onClose();
  };
  return (
    <FormDialog
      title={`Roll back to revision ${revision}`}
      action={device === '' ? 'Roll back everything' : 'Roll back this device'}
      className="rollback"
      whyNot={whyNot(preview, comment)}
      onSubmit={roll}
      onClose={onClose}
    >
      <label>
        What goes back
        <select className="field" data-autofocus value={device} onChange={({ target }) => setDevice(target.value)}>
          <option value="">Everything: devices and settings</option>
          {devices.map(({ id, name }) => (
            <option key={id} value={id}>
              Only {name}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet">
        It becomes a new revision. {device === '' ? '' : 'The other devices stay as they are. '}History of values stays.
      </p>
      <Comparison label="What the rollback changes" read={read} />
      {preview?.faults.map((fault) => (
        <Message
          key={`${fault.file} ${fault.path} ${fault.code}`}
          code={fault.code}
          text={`${fault.file}: ${fault.message}`}
        />
      ))}
      <label>
        Comment
        <input
          className="field"
          type="text"
          required
          maxLength={512}
          placeholder={NO_COMMENT}
          value={comment}
          onChange={({ target }) => setComment(target.value)}
        />
      </label>
    </FormDialog>
  );
}

function whyNot(preview: Preview | undefined, comment: string): string | undefined {
  if (!preview) return 'What it changes is still being read.';
  if (preview.faults.length > 0) return 'The project would have faults.';
  if (preview.total === 0) return 'Nothing differs from what runs.';
  return comment.trim() === '' ? NO_COMMENT : undefined;
}
