import { useContext } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { derivedTitle } from '../../../src-shared/domain/aggregate.ts';
import { describeStatus } from '../../../src-shared/domain/quality.ts';
import { liveValues } from '../../state/live-values.ts';
import { useTagLabels } from '../../state/tag-labels.ts';
import type { CellEditorKind, CellMark, Column, Suggestion } from '../../ui/grid-column.ts';
import { textFits } from '../../ui/text-fits.ts';
import { formatAge, formatInterval } from '../../ui/time-format.ts';
import { cellText, TAG_FIELDS, type TagField } from './edit/tag-fields.ts';
import { nameOf, valueAt } from './edit/tag-form.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { LiveAge, LiveQuality, LiveValue } from './LiveCells.tsx';
import { LooseDevice, LooseValueCell } from './LooseValueCell.tsx';
import { ageMsOf, formattedValue, hasAge } from './live-reading.ts';
import { RowState } from './RowState.tsx';
import { TagName } from './TagName.tsx';
import { UNIT_SUGGESTIONS } from './unit-suggestions.ts';

const WIDTHS: Readonly<Record<string, number>> = {
  name: 132,
  id: 120,
  description: 160,
  classification: 110,
  owner: 120,
  enabled: 64,
  address: 78,
  type: 74,
  length: 56,
  order: 60,
  access: 54,
  rawHigh: 60,
  euLow: 50,
  unit: 46,
  interval: 66,
  fastest: 66,
  slowest: 66,
  deadband: 72,
  aggregates: 160,
  raw: 140,
  scaling: 88,
  unitFrom: 72,
  deadbandPercent: 84,
  deadbandOfRange: 84,
  door: 72,
  heartbeat: 76,
  suffix: 120,
};
const NUMBER_PX = 54;
/** Columns of the configuration that most tables need; the others are chosen. */
const USUAL: ReadonlySet<string> = new Set(
  'name address type order access rawLow rawHigh euLow euHigh unit interval deadband'.split(' '),
);

/** Every column of a tag table. With `isEditable`, those of the configuration have editors. */
export const tagColumns = (isEditable: boolean): readonly Column<TagRow>[] => [
  {
    id: 'state',
    title: 'State',
    heading: 'hidden',
    widthPx: 28,
    sticky: true,
    use: 'always',
    cell: (row) => <RowState row={row} />,
  },
  ...TAG_FIELDS.slice(0, LIVE_AFTER).map((field) => fieldColumn(field, isEditable)),
  ...LIVE_COLUMNS,
  ...TAG_FIELDS.slice(LIVE_AFTER).map((field) => fieldColumn(field, isEditable)),
  textColumn('topic', 'Topic', 320, (tag) => tag.topic),
];

/** Live values stand right behind the unit that they are in. */
const LIVE_AFTER = TAG_FIELDS.findIndex(({ id }) => id === 'unit') + 1;

const LIVE_COLUMNS: readonly Column<TagRow>[] = [
  {
    id: 'value',
    title: 'Value',
    widthPx: 136,
    align: 'right',
    isLive: true,
    sortKey: ({ view }) => (view ? numberOf(view) : undefined),
    amount: ({ view }) => (view && isAmount(view) ? numberOf(view) : undefined),
    text: ({ view }) => (view ? (formattedValue(view) ?? '') : ''),
    cell: (row) => <Value row={row} />,
  },
  {
    id: 'quality',
    title: 'Quality',
    widthPx: 132,
    isLive: true,
    text: ({ view }) => (view && liveValues.seen(view.index) ? describeStatus(liveValues.status[view.index] ?? 0) : ''),
    cell: ({ view }) => (view ? <LiveQuality tag={view} /> : null),
  },
  {
    id: 'age',
    title: 'Age',
    widthPx: 62,
    align: 'right',
    isLive: true,
    sortKey: ({ view }) => (view && hasAge(view) ? ageMsOf(view) : undefined),
    text: ({ view }) => (view && hasAge(view) ? formatAge(ageMsOf(view) / 1_000) : ''),
    cell: ({ view }) => (view ? <LiveAge tag={view} /> : null),
  },
];

/** The last usable number, of a tag that has ever had one. */
const numberOf = (tag: TagView): number | undefined => (hasAge(tag) ? liveValues.value[tag.index] : undefined);

/** States are counted by nobody. */
const isAmount = ({ dataType, states }: TagView): boolean => dataType !== 'bool' && Object.keys(states).length === 0;

/** A value belongs to the configuration that it was read with: another one is shown when it is applied. */
function Value({ row }: { readonly row: TagRow }): React.ReactNode {
  const device = useContext(LooseDevice);
  const { view, state } = row;
  if (state === 'blank') return null;
  if (state === 'new' || (state === 'edited' && isReadOtherwise(row)))
    return <LooseValueCell device={device} form={row.form} mark="preview" />;
  if (view) return <LiveValue tag={view} />;
  return <span className="quiet">{row.form['enabled'] === false ? 'not read' : '…'}</span>;
}

const READING = TAG_FIELDS.filter(({ isReading }) => isReading).map(({ path }) => path);

const isReadOtherwise = ({ patch = {} }: TagRow): boolean =>
  Object.keys(patch).some((path) => READING.includes(path) || path.startsWith('enum'));

function textColumn(id: string, title: string, widthPx: number, text: (tag: TagView) => string): Column<TagRow> {
  const shown = ({ view }: TagRow): string => (view ? text(view) : '');
  return {
    id,
    title,
    widthPx,
    grow: true,
    text: shown,
    cell: (row) => <Text text={shown(row)} className="mono quiet" widthPx={widthPx} />,
  };
}

function fieldColumn(field: TagField, isEditable: boolean): Column<TagRow> {
  const { id, title, kind } = field;
  const number = ({ form }: TagRow): number | undefined => {
    const value = valueAt(form, field.path);
    return typeof value === 'number' ? value : undefined;
  };
  const editor = isEditable ? (): CellEditorKind => editorOf(field) : undefined;
  return {
    id,
    title,
    widthPx: WIDTHS[id] ?? NUMBER_PX,
    ...(kind === 'number' && { align: 'right' as const, sortKey: number, amount: number }),
    ...(id === 'name' && { sticky: true as const, grow: true as const, use: 'always' as const }),
    ...(!USUAL.has(id) && { use: 'rare' as const }),
    text: ({ form }) => cellText(form, field),
    ...(editor && {
      editor: ({ state }: TagRow) => (state === 'removed' || state === 'derived' ? undefined : editor()),
    }),
    mark: (row) => markOf(row, field),
    cell: (row) => <FieldCell row={row} field={field} />,
  };
}

const INTERVALS = ['100ms', '250ms', '500ms', '1s', '5s', '10s', '60s'].map((value) => ({ value, text: '' }));
const SUGGESTIONS: Readonly<Record<string, readonly Suggestion[]>> = {
  unit: UNIT_SUGGESTIONS,
  unitFrom: UNIT_SUGGESTIONS,
  interval: INTERVALS,
  fastest: INTERVALS,
  slowest: INTERVALS,
};

/** Those that the project has by now. */
const labelsOf = (id: string): readonly Suggestion[] | undefined =>
  id === 'classification' || id === 'owner'
    ? useTagLabels.getState()[id === 'owner' ? 'owners' : 'classifications'].map((value) => ({ value, text: '' }))
    : undefined;

/** What is often meant in a column. */
export const suggestionsOf = (id: string): readonly Suggestion[] | undefined => SUGGESTIONS[id] ?? labelsOf(id);

function editorOf({ id, kind, words }: TagField): CellEditorKind {
  if (kind === 'choice' && words) return { kind: 'choice', options: ['', ...words.keys()] };
  const suggestions = suggestionsOf(id);
  return { kind: 'text', ...(suggestions && { suggestions }) };
}

function markOf({ state, form, patch, faults, ghost }: TagRow, { id, path }: TagField): CellMark | undefined {
  if (ghost?.has(path)) return GHOST;
  const own = faults.filter(({ column }) => column === id);
  const isPending =
    (state === 'new' && valueAt(form, path) !== undefined) || (state === 'edited' && patch?.[path] !== undefined);
  if (own.length === 0) return isPending ? PENDING : undefined;
  const fault = own.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  return { pending: isPending, fault };
}

const GHOST: CellMark = { pending: false, fault: null, ghost: true };
const PENDING: CellMark = { pending: true, fault: null };
const MONO: ReadonlySet<string> = new Set(['id', 'address', 'order', 'suffix']);

const NAME_CLASSES: Readonly<Partial<Record<TagRow['state'], string>>> = {
  removed: 'removed-name ',
  derived: 'derived-name ',
};

/** What is set; where nothing is, what the tag takes from its device or its address, quieter. */
function FieldCell({ row, field }: { readonly row: TagRow; readonly field: TagField }): React.ReactNode {
  const { id } = field;
  const text = id === 'name' ? nameOf(row.form) : cellText(row.form, field);
  const tone = MONO.has(id) ? 'mono ' : '';
  const widthPx = WIDTHS[id] ?? NUMBER_PX;
  if (text === '') return <Text text={inherited(row, id)} className={`${tone}quiet`} widthPx={widthPx} />;
  const symbol = id === 'unit' && row.view && row.patch?.['unit'] === undefined ? row.view.unit : text;
  const removed = id === 'name' ? (NAME_CLASSES[row.state] ?? '') : '';
  // Below the row of its tag, which has the name already.
  const shown = row.state === 'derived' && row.view?.derived ? derivedTitle(row.view.derived) : text;
  if (id === 'name' && row.view) return <TagName tag={row.view} text={shown} className={removed} widthPx={widthPx} />;
  return <Text text={symbol} className={`${tone}${removed}`} widthPx={widthPx} />;
}

function inherited({ view, state }: TagRow, id: string): string {
  if (!view || state === 'edited') return '';
  if (id === 'type') return view.dataType.toUpperCase();
  if (id === 'order') return view.byteOrder ?? '';
  if (id === 'interval') return formatInterval(view.pollIntervalMs);
  return id === 'access' ? 'R' : '';
}

interface TextProps {
  readonly text: string;
  readonly className: string;
  /** Of the cell. */
  readonly widthPx: number;
}

function Text({ text, className, widthPx }: TextProps): React.ReactNode {
  return (
    <span className={`text ${className}`} title={text} data-fits={textFits(text, widthPx) || undefined}>
      {text}
    </span>
  );
}
