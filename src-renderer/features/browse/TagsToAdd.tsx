import { X } from 'lucide-react';
import { type DragEvent, type ReactNode, useMemo, useState } from 'react';
import { carriesNodes, droppedNodes } from '../../state/node-drag.ts';
import { useTagDesk } from '../../state/tag-desk.ts';
import { type Column, DataGrid } from '../../ui/DataGrid.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { tickedAdded } from './add-tags.ts';
import { tickRemoved, ticksAdded, ticksCleared, useSession } from './browse-session.ts';
import { tickedBelow } from './find-nodes.ts';
import { TagWishFields } from './TagWishFields.tsx';
import { tagNames } from './tag-forms.ts';

interface Line {
  readonly name: string;
  readonly address: string;
  readonly typeName: string;
  /** The tag that it is already. */
  readonly tag: string | undefined;
  readonly remove: () => void;
}

interface TagsToAddProps {
  readonly device: string;
  readonly known: ReadonlyMap<string, string>;
}

const NO_ROWS: readonly { readonly name: string; readonly address: string }[] = [];

/** What is ticked or dropped here, as the tags that it becomes. */
export function TagsToAdd({ device, known }: TagsToAddProps): ReactNode {
  const ticked = useSession(device, (session) => session.ticked);
  const { naming } = useSession(device, (session) => session.wishes);
  const rows = useTagDesk((state) => state.rows[device] ?? NO_ROWS);
  const drop = useNodeDrop(device);
  const lines = useMemo(() => {
    const nodes = [...ticked.values()];
    const fresh = nodes.filter(({ node }) => !known.has(node.address));
    const names = tagNames(
      fresh,
      naming,
      rows.map(({ name }) => name),
    );
    const nameOf = new Map(fresh.map(({ node }, i) => [node.address, names[i]!]));
    return nodes.map(({ node: { address, typeName } }): Line => {
      const tag = known.get(address);
      const name = tag ?? nameOf.get(address) ?? '';
      return { name, address, typeName, tag, remove: () => tickRemoved(device, address) };
    });
  }, [device, ticked, naming, rows, known]);
  const count = lines.filter(({ tag }) => tag === undefined).length;
  return (
    <section className="browse-add" aria-label="Tags to add" {...drop}>
      <h2>
        Tags to add <span className="quiet">{formatInteger(count)}</span>
      </h2>
      {lines.length === 0 ? (
        <p className="quiet browse-drop">Tick variables with Space, or drop them or a whole object here.</p>
      ) : (
        <div className="browse-lines">
          <DataGrid
            label="Tags to add"
            rows={lines}
            columns={COLUMNS}
            rowKey={({ address }) => address}
            resetOn={device}
            onSelect={() => {}}
            onActivate={({ remove }) => remove()}
          />
        </div>
      )}
      <TagWishFields device={device} />
      <div className="browse-actions">
        <button type="button" className="button" disabled={lines.length === 0} onClick={() => ticksCleared(device)}>
          Clear
        </button>
        <button
          type="button"
          className="button primary"
          title="Ctrl+Enter in the tree. They wait in the table until they are applied."
          disabled={count === 0}
          onClick={() => void tickedAdded(device)}
        >
          {count === 1 ? 'Add 1 tag' : `Add ${formatInteger(count)} tags`}
        </button>
      </div>
    </section>
  );
}

const COLUMNS: readonly Column<Line>[] = [
  {
    id: 'name',
    title: 'Name',
    widthPx: 120,
    grow: true,
    cell: ({ name, tag }) => <Text text={tag === undefined ? name : `already tag ${name}`} />,
  },
  { id: 'address', title: 'NodeId', widthPx: 90, grow: true, cell: ({ address }) => <Text text={address} /> },
  { id: 'type', title: 'Type', widthPx: 72, cell: ({ typeName }) => <Text text={typeName} /> },
  {
    id: 'remove',
    title: 'Remove',
    heading: 'hidden',
    widthPx: 32,
    cell: ({ remove, name }) => (
      <button type="button" className="icon-button" tabIndex={-1} aria-label={`Leave ${name} out`} onClick={remove}>
        <X size={14} aria-hidden />
      </button>
    ),
  },
];

const Text = ({ text }: { readonly text: string }): ReactNode => (
  <span className="text" title={text}>
    {text}
  </span>
);

/** Takes nodes of this device; of objects all that is below. */
function useNodeDrop(device: string) {
  const [isOver, setOver] = useState(false);
  return {
    onDragOver: (event: DragEvent) => {
      if (!carriesNodes(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const dropped = droppedNodes(event);
      if (dropped?.device !== device) return;
      event.preventDefault();
      ticksAdded(device, dropped.nodes);
      if (dropped.below.length > 0) void tickedBelow(device, dropped.below);
    },
    'data-tags-over': isOver || undefined,
  };
}
