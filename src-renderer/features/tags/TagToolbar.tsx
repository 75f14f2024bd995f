import { ChartLine, PencilLine, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMay } from '../../state/roles.ts';
import { ColumnChooser } from '../../ui/ColumnChooser.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { BrowseButton } from './BrowseButton.tsx';
import type { TagRow } from './edit/tag-rows.ts';
import { tagAdded } from './edit/take-intent.ts';
import { TagFileButtons } from './import/TagFileButtons.tsx';
import { columnsShown, useShownColumns, usualColumnsShown } from './shown-columns.ts';
import { tagColumns } from './tag-columns.tsx';
import { isWritable, plot, viewsOf, write } from './tag-menu.ts';

interface TagToolbarProps {
  readonly device: string;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly picked: readonly TagRow[];
  /** Rows that the filter leaves, and rows in all. */
  readonly count: readonly [number, number];
  readonly mayEdit: boolean;
}

/** What can be done with a tag table and with the rows that are selected in it. */
export function TagToolbar({ device, filter, onFilter, picked, count, mayEdit }: TagToolbarProps): ReactNode {
  const shown = useShownColumns((state) => state.shown);
  const isOperator = useMay('operator');
  return (
    <div className="toolbar tag-toolbar">
      <button
        type="button"
        className="button"
        disabled={!mayEdit}
        title={mayEdit ? 'Adds a tag at the end. Insert adds one below the row.' : 'Engineer role needed.'}
        onClick={() => tagAdded(device, undefined)}
      >
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Tag
      </button>
      <BrowseButton device={device} mayEdit={mayEdit} />
      <TagFileButtons device={device} mayEdit={mayEdit} picked={picked} />
      <FilterBox label="Filter tags" value={filter} onChange={onFilter} />
      <span className="quiet">
        {formatInteger(count[0])} of {formatInteger(count[1])}
      </span>
      <span className="spacer" />
      <button
        type="button"
        className="button"
        disabled={!isWritable(picked) || !isOperator}
        title={isOperator ? 'Enter on its value. For one tag that may be written.' : 'Operator role needed.'}
        onClick={() => write(picked)}
      >
        <PencilLine size={16} strokeWidth={1.5} aria-hidden />
        Write value…
      </button>
      <button
        type="button"
        className="button"
        disabled={viewsOf(picked).length === 0}
        title="Ctrl+Shift+A"
        onClick={() => plot(picked)}
      >
        <ChartLine size={16} strokeWidth={1.5} aria-hidden />
        Add to trend
      </button>
      <ColumnChooser columns={CHOOSABLE} shown={shown} onChange={columnsShown} onReset={usualColumnsShown} />
    </div>
  );
}

/** Which row is which, and how it stands, is always shown. */
const CHOOSABLE = tagColumns(false).filter(({ id }) => id !== 'state' && id !== 'name');
