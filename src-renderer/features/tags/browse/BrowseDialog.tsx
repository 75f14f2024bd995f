import { type ReactNode, useMemo } from 'react';
import { findUnit } from '../../../../src-shared/domain/units.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { nameOf } from '../edit/tag-form.ts';
import { tagsBrought } from '../edit/take-intent.ts';
import { useTagRows } from '../use-tag-rows.ts';
import { tagForms, treeRows } from './browse-tree.ts';
import { NodeTree } from './NodeTree.tsx';
import { useBrowseTree } from './use-browse-tree.ts';
import './browse.css';

interface BrowseDialogProps {
  readonly device: string;
  readonly title: string;
  readonly onClose: () => void;
}

/** Looks through a device and makes tags of the values that are ticked. They wait in the table until they are applied. */
export function BrowseDialog({ device, title, onClose }: BrowseDialogProps): ReactNode {
  const browsing = useBrowseTree(device);
  const { all } = useTagRows(device, '', false);
  const known = useMemo(
    () =>
      new Map(
        all.flatMap(({ form }) => {
          const { address } = form;
          return typeof address === 'string' ? [[address, nameOf(form)] as const] : [];
        }),
      ),
    [all],
  );
  const { checked } = browsing.tree;
  const add = (): void => {
    const names = all.map(({ form }) => nameOf(form));
    tagsBrought(
      device,
      tagForms(checked.values(), names, (unit) => findUnit(unit) !== undefined),
    );
    onClose();
  };
  const count = checked.size;
  return (
    <Dialog title={`Browse ${title}`} onClose={onClose}>
      <div className="browse-scroll">
        <NodeTree rows={treeRows(browsing.tree)} browsing={browsing} known={known} />
      </div>
      <div className="browse-actions">
        <span className="quiet" role="status">
          {count === 0 ? 'Tick values to make tags of them.' : `${formatInteger(count)} ticked.`}
        </span>
        <span className="spacer" />
        <button type="button" className="button" data-autofocus onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button primary" disabled={count === 0} onClick={add}>
          {count === 1 ? 'Add 1 tag' : `Add ${formatInteger(count)} tags`}
        </button>
      </div>
    </Dialog>
  );
}
