import { Fragment, memo, type ReactNode } from 'react';
import { useArming } from '../state/arming.ts';
import { mergedGroup, SHARE_LIMITS } from '../state/editor-groups.ts';
import { editorsResized, useLayout } from '../state/layout.ts';
import { EditorGroupView } from './EditorGroupView.tsx';
import { LinkStrip } from './LinkStrip.tsx';
import { editorFocused } from './regions.ts';
import { Splitter } from './Splitter.tsx';
import './editor-area.css';

/** The groups of tabs, two by two at most. Not drawn anew while the edge of a region beside it is dragged. */
export const EditorArea = memo(function EditorArea(): ReactNode {
  const editors = useLayout((state) => state.editors);
  const hasRoom = useLayout((state) => state.width !== 'single');
  const columns = hasRoom ? editors.columns : [{ groups: [mergedGroup(editors)], share: 100 }];
  const { share } = editors;
  const isArmed = useArming((state) => state.scopes.length > 0);
  const count = columns.reduce((sum, { groups }) => sum + groups.length, 0);
  return (
    <main
      className="editor"
      data-region="editor"
      data-armed={isArmed || undefined}
      aria-label="Editor"
      tabIndex={-1}
      onFocusCapture={(event) => editorFocused(event.target)}
    >
      <LinkStrip />
      <div className="editor-columns">
        {columns.map((column, at) => (
          <div
            key={hasRoom ? column.groups[0]!.id : 'single'}
            className="editor-column"
            style={{ flexGrow: columns.length === 1 ? 1 : at === 0 ? share : 100 - share }}
          >
            {column.groups.map((group, row) => (
              <Fragment key={hasRoom ? group.id : 'single'}>
                <EditorGroupView
                  group={group}
                  label={count === 1 ? undefined : `Group ${numberOf(columns, group.id)} of ${count}`}
                  share={column.groups.length === 1 ? 1 : row === 0 ? column.share : 100 - column.share}
                >
                  {row === 0 && column.groups.length > 1 ? <RowEdge column={at} share={column.share} /> : null}
                </EditorGroupView>
              </Fragment>
            ))}
            {at === 0 && columns.length > 1 ? <ColumnEdge share={share} /> : null}
          </div>
        ))}
      </div>
    </main>
  );
});

const numberOf = (columns: readonly { readonly groups: readonly { readonly id: number }[] }[], id: number): number =>
  columns.flatMap(({ groups }) => groups).findIndex((group) => group.id === id) + 1;

const STEP_PERCENT = 5;

/** An edge stands in the box before it; what it divides is the box around that one. */
const areaOf = (edge: HTMLElement): DOMRect => edge.parentElement!.parentElement!.getBoundingClientRect();

function ColumnEdge({ share }: { readonly share: number }): ReactNode {
  return (
    <Splitter
      label="Width of the left groups"
      orientation="vertical"
      side="right"
      value={share}
      limits={SHARE_LIMITS}
      step={STEP_PERCENT}
      unitPx={(edge) => areaOf(edge).width / 100}
      onChange={(percent) => editorsResized('columns', percent)}
    />
  );
}

function RowEdge({ column, share }: { readonly column: number; readonly share: number }): ReactNode {
  return (
    <Splitter
      label={`Height of the upper ${column === 0 ? 'left' : 'right'} group`}
      orientation="horizontal"
      side="bottom"
      value={share}
      limits={SHARE_LIMITS}
      step={STEP_PERCENT}
      unitPx={(edge) => areaOf(edge).height / 100}
      onChange={(percent) => editorsResized(column, percent)}
    />
  );
}
