import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { scrollRemembered, useLayout } from '../../state/layout.ts';
import { processingShown, tagShown, useTagRequests } from '../../state/tag-requests.ts';
import { DataGrid, type MenuPlace } from '../../ui/DataGrid.tsx';
import type { Column, GridHandle } from '../../ui/grid-column.ts';
import type { GridView } from '../../ui/grid-view.ts';
import { Menu } from '../../ui/Menu.tsx';
import { RefusedText } from '../../ui/RefusedText.tsx';
import { DetectDialog } from './DetectDialog.tsx';
import type { CellFault } from './edit/cell-faults.ts';
import { fieldById } from './edit/tag-fields.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { sessionChanged, useTagSession } from './edit/tag-session.ts';
import { takeIntent } from './edit/take-intent.ts';
import { useFillGhost } from './edit/use-fill-ghost.ts';
import { ExpressionDialog } from './expression/ExpressionDialog.tsx';
import { LooseDevice } from './LooseValueCell.tsx';
import { ProcessingDialog } from './processing/ProcessingDialog.tsx';
import { TagInspector } from './TagInspector.tsx';
import { refOf, tagMenu, writeOrPlot } from './tag-menu.ts';
import './tag-table.css';

interface TagGridProps {
  readonly device: string;
  readonly path: string;
  readonly rows: readonly TagRow[];
  readonly columns: readonly Column<TagRow>[];
  readonly view: GridView;
  readonly isEditable: boolean;
  readonly onSelect: (rows: readonly TagRow[]) => void;
  /** A row that is to be shown is not among those that the filter leaves. */
  readonly onHidden: () => void;
}

/** The table itself: what is asked for in it becomes edits of the device. */
export function TagGrid(props: TagGridProps): ReactNode {
  const { device, path, rows, columns, view, isEditable, onSelect, onHidden } = props;
  const { filter } = view;
  const grid = useRef<GridHandle>(null);
  const [menu, setMenu] = useState<{ readonly rows: readonly TagRow[]; readonly at: MenuPlace } | null>(null);
  const [unknown, setUnknown] = useState<TagRow | null>(null);
  const [expressed, setExpressed] = useState<TagRow | null>(null);
  const [processed, setProcessed] = useState<TagRow | null>(null);
  const canDetect = useDriverCan(device, 'detectsValues');
  const hasExpressions = useDriverCan(device, 'hasExpressions');
  const { wanted } = useTagSession(device);
  const refused = useRefused(device);
  const shown = useMemo(() => ({ device, rows, columns: columns.map(({ id }) => id) }), [device, rows, columns]);
  useEffect(() => {
    if (!wanted) return;
    if (!rows.some(({ key }) => key === wanted.row)) onHidden();
    grid.current?.focusCell(wanted.row, wanted.column, wanted);
    sessionChanged(device, { wanted: null });
  }, [wanted, device, rows, onHidden]);
  const ghost = useFillGhost(device, rows);
  const asked = useTagRequests(({ shown: tag }) => (tag?.device === device ? tag.tag : undefined));
  useEffect(() => {
    if (asked === undefined || rows.length === 0) return;
    const row = rows.find(({ view }) => view?.id === asked);
    // Hidden by the filter, it is there with the next rows; otherwise the tag is gone.
    if (!row && filter !== '') return onHidden();
    if (row) grid.current?.focusCell(row.key);
    tagShown();
  }, [asked, rows, filter, onHidden]);
  const toProcess = useTagRequests(({ processed: tag }) => (tag?.device === device ? tag.tag : undefined));
  const requested = rows.find(
    ({ view, state }) => view?.id === toProcess && state !== 'removed' && state !== 'derived',
  );
  const isHidden = toProcess !== undefined && rows.length > 0 && requested === undefined;
  useEffect(() => {
    if (isHidden && filter !== '') onHidden();
    else if (isHidden) processingShown();
  }, [isHidden, filter, onHidden]);
  const inProcess = processed ?? (toProcess !== undefined && isEditable ? requested : undefined);
  const onProcessed = (): void => {
    setProcessed(null);
    processingShown();
  };
  return (
    <LooseDevice value={hasExpressions ? '' : device}>
      <DataGrid<TagRow>
        label={`Tags of ${device}`}
        rows={ghost.rows}
        columns={columns}
        rowKey={rowKey}
        focusDetail={focusDetail}
        {...(refused && { detail: (row) => refusedLine(device, row, refused) })}
        view={view}
        peek={peek}
        resetOn={`${device} ${filter}`}
        onSelect={onSelect}
        onActivate={writeOrPlot}
        onMenu={(chosen, at) => setMenu({ rows: chosen, at })}
        {...(isEditable && {
          onIntent: (intent) => takeIntent(shown, intent),
          rowHandle: 'state',
          onFillPreview: ghost.onPreview,
        })}
        handle={grid}
        initialScrollPx={useLayout.getState().scrollPx[path] ?? 0}
        onScrolled={(px) => scrollRemembered(path, px)}
      />
      {menu === null ? null : (
        <Menu
          label="Tag"
          items={tagMenu(shown, menu.rows, isEditable, {
            onProcessing: setProcessed,
            onDetect: canDetect ? setUnknown : undefined,
            onExpression: hasExpressions ? setExpressed : undefined,
          })}
          at={menu.at}
          onClose={() => setMenu(null)}
        />
      )}
      {unknown ? <DetectDialog device={device} row={unknown} onClose={() => setUnknown(null)} /> : null}
      {inProcess ? (
        <ProcessingDialog key={inProcess.key} device={device} row={inProcess} onClose={onProcessed} />
      ) : null}
      {expressed ? <ExpressionDialog device={device} row={expressed} onClose={() => setExpressed(null)} /> : null}
    </LooseDevice>
  );
}

/** Whether the protocol of the device can be asked for something. */
function useDriverCan(device: string, what: 'detectsValues' | 'hasExpressions'): boolean {
  const protocol = useDevices((state) => state.list.find(({ id }) => id === device)?.protocol);
  useEffect(wantDrivers, []);
  return useDrivers(({ drivers }) => drivers.some((driver) => driver.id === protocol && driver[what]));
}

/** Why the device does not give some of its tags, by tag; undefined where it gives all. */
function useRefused(device: string): ReadonlyMap<string, string> | undefined {
  const faults = useDevices((state) => state.health[device]?.tagFaults);
  return useMemo(
    () => (faults && faults.length > 0 ? new Map(faults.map(({ tag, text }) => [tag, text])) : undefined),
    [faults],
  );
}

function refusedLine(device: string, { view, state }: TagRow, refused: ReadonlyMap<string, string>): ReactNode {
  const text = view && state === 'same' ? refused.get(view.id) : undefined;
  return text === undefined ? null : <RefusedText device={device} tag={view!.id} text={text} />;
}

const rowKey = ({ key }: TagRow): string => key;

const peek = ({ view: tag }: TagRow): ReactNode => (tag ? <TagInspector tag={refOf(tag)} others={0} /> : null);

/** What is wrong in the cell that has the focus; elsewhere in its row, the first thing that is. */
function focusDetail({ faults }: TagRow, column: string): ReactNode {
  const own = faults.find((fault) => fault.column === column);
  const fault = own ?? faults[0];
  return fault ? <FaultLine fault={fault} isOwn={own !== undefined} more={faults.length - 1} /> : null;
}

function FaultLine({
  fault: { severity, code, column, text },
  isOwn,
  more,
}: {
  readonly fault: CellFault;
  readonly isOwn: boolean;
  readonly more: number;
}): ReactNode {
  const title = fieldById(column)?.title;
  return (
    <span className="tag-fault-line" data-msg={messageId(code, text)} data-tone={severity} title={text}>
      <span aria-hidden>↳ </span>
      {severity === 'warning' ? 'Warning. ' : ''}
      {isOwn || title === undefined ? '' : `${title}: `}
      {text}
      {more > 0 ? ` (${more} more in this row)` : ''}
    </span>
  );
}
