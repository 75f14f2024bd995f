import { type ReactNode, useMemo, useState } from 'react';
import { findUnit } from '../../../../src-shared/domain/units.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { nameOf } from '../edit/tag-form.ts';
import { tagsBrought } from '../edit/take-intent.ts';
import { useTagRows } from '../use-tag-rows.ts';
import { foundRows, tagForms, treeRows } from './browse-tree.ts';
import { NodeDetails } from './NodeDetails.tsx';
import { NodeSearchBar } from './NodeSearchBar.tsx';
import { NodeTree } from './NodeTree.tsx';
import { isFound } from './search-nodes.ts';
import { type NodeRow, useBrowseTree } from './use-browse-tree.ts';
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
  const { tree, search } = browsing;
  const { checked } = tree;
  const [current, setCurrent] = useState<NodeRow['node']>();
  const rows = useMemo(
    () => (search ? foundRows(tree, (node) => isFound(node, search.text)) : treeRows(tree)),
    [tree, search],
  );
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
      <NodeSearchBar browsing={browsing} />
      <div className="browse-scroll">
        <NodeTree rows={rows} browsing={browsing} known={known} onCurrent={setCurrent} />
      </div>
      {current ? <NodeDetails device={device} node={current} /> : null}
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
