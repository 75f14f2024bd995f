import { ChartLine, PencilLine, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMay } from '../../state/roles.ts';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { TableTools } from '../../ui/TableTools.tsx';
import type { ListView } from '../../ui/use-list-view.ts';
import { BrowseButton } from './BrowseButton.tsx';
import { EditMenu, type EditTool } from './EditMenu.tsx';
import type { TagRow } from './edit/tag-rows.ts';
import { canEdit, tagAdded } from './edit/take-intent.ts';
import { TagFileButtons } from './import/TagFileButtons.tsx';
import { looseLiveToggled, useLooseLive } from './loose-values.ts';
import { isWritable, plot, viewsOf, write } from './tag-menu.ts';

interface TagToolbarProps {
  readonly device: string;
  readonly list: ListView<TagRow>;
  readonly picked: readonly TagRow[];
  readonly mayEdit: boolean;
  readonly onTool: (tool: EditTool) => void;
}

/** What can be done with a tag table and with the rows that are selected in it. */
export function TagToolbar({ device, list, picked, mayEdit, onTool }: TagToolbarProps): ReactNode {
  const isOperator = useMay('write');
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
      <EditMenu
        device={device}
        picked={picked.filter((row) => canEdit(row) && row.state !== 'blank').length}
        mayEdit={mayEdit}
        onTool={onTool}
      />
      <FilterBar label="Filter tags" {...list.bar} />
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
      {mayEdit ? <LiveToggle /> : null}
      <TableTools view={list.view} filter={list.typed} onFilter={list.type} />
    </div>
  );
}

/** Values of what is not applied yet cost the device a read a second. */
function LiveToggle(): ReactNode {
  const isOn = useLooseLive((state) => state.isOn);
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isOn}
      title="Reads values of edits before they are applied, once a second and as far as they are in sight."
      onClick={looseLiveToggled}
    >
      Live
    </button>
  );
}
