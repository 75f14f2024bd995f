import { type ReactNode, useEffect, useState } from 'react';
import type { ProjectDiffView } from '../../../src-shared/contract/config.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';

/** What a revision changed, beside the one before it. */
export function RevisionDialog({
  revision,
  onClose,
}: {
  readonly revision: number;
  readonly onClose: () => void;
}): ReactNode {
  const [lines, setLines] = useState<readonly string[]>();
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  useEffect(() => {
    if (revision <= 1) return;
    rpc()
      .config.diff({ from: revision - 1, to: revision })
      .then(
        (diff) => setLines(diffLines(diff)),
        (error: unknown) => setFault(toNexusError(error)),
      );
  }, [revision]);
  return (
    <Dialog title={`Revision ${revision}`} onClose={onClose}>
      <div className="trend-note-form">
        {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
        {revision <= 1 ? <p className="quiet">The first one: there is none to compare it with.</p> : null}
        {lines?.length === 0 ? <p className="quiet">Nothing but comments and order.</p> : null}
        <ul className="trend-revision">
          {lines?.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className="trend-note-actions">
          <button type="button" className="button" data-autofocus onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function diffLines({ devicesAdded, devicesRemoved, devicesChanged, settings }: ProjectDiffView): readonly string[] {
  return [
    ...devicesAdded.map((id) => `Device ${id} was added.`),
    ...devicesRemoved.map((id) => `Device ${id} was removed.`),
    ...devicesChanged.map(({ id, fields, tagsAdded, tagsRemoved, tagsChanged }) => {
      const parts = [
        ...(fields.length > 0 ? [fields.map(({ path }) => path).join(', ')] : []),
        ...counted(tagsAdded.length, 'added'),
        ...counted(tagsRemoved.length, 'removed'),
        ...(tagsChanged.length > 0 ? [`changed ${tagsChanged.map((tag) => tag.id).join(', ')}`] : []),
      ];
      return `Device ${id}: ${parts.join('; ')}.`;
    }),
    ...settings.map(({ path }) => `Setting ${path}.`),
  ];
}

const counted = (tags: number, done: string): readonly string[] =>
  tags === 0 ? [] : [`${tags === 1 ? '1 tag' : `${tags} tags`} ${done}`];
