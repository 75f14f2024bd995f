import { type ReactNode, useCallback, useMemo } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { type AdHocAddress, adHocText } from '../../../src-shared/domain/ad-hoc-address.ts';
import type { ByteOrder, DataType } from '../../../src-shared/domain/data-type.ts';
import { liveValues } from '../../state/live-values.ts';
import { preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatSignificant, formatValue } from '../../ui/number-format.ts';
import { LiveAge, LiveQuality, LiveValue } from '../tags/LiveCells.tsx';
import { PreparedCell } from '../writes/PreparedCell.tsx';
import { ResultCell } from '../writes/ResultCell.tsx';
import { GatewayTime } from './GatewayTime.tsx';
import { LiveTime } from './LiveTime.tsx';
import { NoteCell } from './NoteCell.tsx';
import { PeekAge, PeekQuality, PeekRaw, PeekTime, PeekValue } from './PeekCells.tsx';
import { Sparkline, StatisticCell } from './StatisticCells.tsx';
import { showAs } from './show-as.ts';
import type { WatchGridRowProps } from './WatchGridRow.tsx';
import type { WatchColumnId } from './watch-columns.ts';
import { type AddressLine, type TagLine, titleOf, type ValueLine } from './watch-lines.ts';

type ValueCellsProps = WatchGridRowProps & { readonly line: ValueLine };

/** The cells of a row with a value, column by column. */
export function ValueCells(props: ValueCellsProps): ReactNode {
  const { line, columns } = props;
  if (line.kind === 'tag' && !line.tag) return <MissingTag line={line} />;
  return columns.slice(1).map(({ id, align }, at) => (
    <div key={id} className="watch-cell" role="gridcell" aria-colindex={at + 2} data-align={align}>
      {line.kind === 'tag' ? (
        <TagCell {...props} line={line} tag={line.tag!} column={id as WatchColumnId} />
      ) : (
        <AddressCell {...props} line={line} column={id as WatchColumnId} />
      )}
    </div>
  ));
}

function MissingTag({ line }: { readonly line: TagLine }): ReactNode {
  return (
    <>
      <div className="watch-cell" role="gridcell" aria-colindex={2}>
        <span className="text">{titleOf(line)}</span>
      </div>
      <div className="watch-cell watch-missing" role="gridcell" aria-colindex={3}>
        {line.isRead ? <Glyph name="bad" /> : null}
        {line.isRead ? 'There is no such tag. Remove the row, or bring the tag back.' : 'Reading the tags…'}
      </div>
    </>
  );
}

interface ColumnProps extends WatchGridRowProps {
  readonly column: WatchColumnId;
}

function TagCell(props: ColumnProps & { readonly line: TagLine; readonly tag: TagView }): ReactNode {
  const { line, tag, column, rows } = props;
  const isWritable = tag.access === 'read_write';
  switch (column) {
    case 'grip':
      return null;
    case 'tag':
      return (
        <span className="text" title={`${tag.name}, ${line.ref.device} ${tag.address}`}>
          {tag.name}
        </span>
      );
    case 'value':
      return <TagValue line={line} tag={tag} />;
    case 'raw':
      return <TagRaw tag={tag} />;
    case 'quality':
      return <LiveQuality tag={tag} />;
    case 'source':
      return <LiveTime tag={tag} />;
    case 'gateway':
      return <GatewayTime tag={tag} />;
    case 'age':
      return <LiveAge tag={tag} />;
    case 'min':
    case 'max':
    case 'changes':
      return <StatisticCell rows={rows} row={line.key} of={column} format={(value) => formatValue(value, tag)} />;
    case 'spark':
      return <Sparkline rows={rows} row={line.key} label={tag.name} />;
    case 'prepared':
      return isWritable ? <PreparedCell tag={tag} onLeave={props.onLeave} /> : null;
    case 'write':
      return isWritable ? <WriteButton tag={tag} onWrite={props.onWrite} /> : null;
    case 'result':
      return <ResultCell tag={tag} />;
    case 'note':
      return <RowNote {...props} line={line} />;
  }
}

function AddressCell(props: ColumnProps & { readonly line: AddressLine }): ReactNode {
  const { line, column, rows } = props;
  const { place } = line;
  switch (column) {
    case 'grip':
    case 'prepared':
    case 'write':
    case 'result':
      return null;
    case 'tag':
      return (
        <>
          <span
            className="text mono"
            title={`${adHocText(place)}: without a tag, read once a second while it is shown`}
          >
            {placeText(place)} <span className="quiet">{place.device}</span>
          </span>
          <span className="watch-no-tag">no tag</span>
        </>
      );
    case 'value':
      return <PeekValue place={place} format={line.format} />;
    case 'raw':
      return <PeekRaw place={place} />;
    case 'quality':
      return <PeekQuality place={place} />;
    case 'source':
      return <PeekTime place={place} of="timeUs" />;
    case 'gateway':
      return <PeekTime place={place} of="readUs" />;
    case 'age':
      return <PeekAge place={place} />;
    case 'min':
    case 'max':
    case 'changes':
      return <StatisticCell rows={rows} row={line.key} of={column} format={formatSignificant} />;
    case 'spark':
      return <Sparkline rows={rows} row={line.key} label={adHocText(place)} />;
    case 'note':
      return <RowNote {...props} line={line} />;
  }
}

/** What tells one address from the next comes first: the device is mostly the same. */
const placeText = ({ address, data_type: type, byte_order: order }: AdHocAddress): string =>
  [address, type, order].filter((word) => word !== undefined).join(' ');

/** The value in the form that the row asks for; without one, as its tag says. */
function TagValue({ line: { format }, tag }: { readonly line: TagLine; readonly tag: TagView }): ReactNode {
  const shown = useCallback(
    ({ index, dataType }: TagView): string | undefined => {
      if ((liveValues.usableUs[index] ?? 0) === 0 || format === undefined) return undefined;
      const text = liveValues.text(index);
      if (text !== undefined && dataType !== 'int64' && dataType !== 'uint64') return text;
      return showAs(text ?? liveValues.value[index] ?? Number.NaN, dataType, format);
    },
    [format],
  );
  return format === undefined ? <LiveValue tag={tag} unit="shown" /> : <LiveValue tag={tag} text={shown} />;
}

/** What the device itself has there. A tag that is made of others has nothing of the kind. */
function TagRaw({ tag }: { readonly tag: TagView }): ReactNode {
  const { device, address, dataType, byteOrder, notations } = tag;
  const place = useMemo(
    () => ({
      ...{ device, address },
      data_type: dataType as DataType,
      ...(byteOrder !== null && { byte_order: byteOrder as ByteOrder }),
    }),
    [device, address, dataType, byteOrder],
  );
  return tag.remote || notations.length === 0 || dataType === 'string' ? (
    <span className="quiet">—</span>
  ) : (
    <PeekRaw place={place} />
  );
}

function RowNote({ line, onNote, onLeave }: ValueCellsProps): ReactNode {
  return (
    <NoteCell
      label={`Note on ${titleOf(line)}`}
      noteOf={line.key}
      text={line.note}
      most={512}
      onChange={(note) => onNote(line.key, note)}
      onLeave={onLeave}
    />
  );
}

interface WriteButtonProps {
  readonly tag: TagView;
  readonly onWrite: (tag: TagView) => void;
}

function WriteButton({ tag, onWrite }: WriteButtonProps): ReactNode {
  const isReady = usePreparedWrites(
    ({ prepared }) => prepared[preparedKey({ device: tag.device, tag: tag.id })] !== undefined,
  );
  return (
    <button
      type="button"
      className="watch-write"
      tabIndex={-1}
      aria-label={`Write ${tag.name}`}
      title="Ctrl+Enter"
      disabled={!isReady}
      onClick={() => onWrite(tag)}
    >
      W
    </button>
  );
}
