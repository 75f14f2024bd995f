import type { ReplayRow } from '../../../src-shared/contract/replay.ts';
import type { Column } from '../../ui/DataGrid.tsx';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { formatInteger, formatSignificant } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';

export const nameOf = ({ device, tag }: ReplayRow): string => `${device}/${tag}`;

const VERDICTS: Readonly<Record<ReplayRow['verdict'], { readonly glyph: GlyphName; readonly word: string }>> = {
  differs: { glyph: 'half', word: 'Differs' },
  same: { glyph: 'done', word: 'Same' },
  unknown: { glyph: 'unknown', word: 'Not known' },
  added: { glyph: 'never', word: 'New' },
  removed: { glyph: 'off', word: 'Removed' },
};

/** A value as it is read, with its unit; a dash where there is none. */
export function valueText(value: number | string | null, unit: string): string {
  if (value === null) return '—';
  return typeof value === 'string' ? value : `${formatSignificant(value)}${unit && ` ${unit}`}`;
}

const wordOf = ({ verdict }: ReplayRow): string => VERDICTS[verdict].word;
const before = ({ worst, units }: ReplayRow): string => (worst ? valueText(worst.before, units[0]) : '');
const after = ({ worst, units }: ReplayRow): string => (worst ? valueText(worst.after, units[1]) : '');
const time = ({ worst }: ReplayRow): string => (worst ? formatTime(worst.timeUs / 1_000) : '');

const counted = (id: 'compared' | 'values' | 'fewer' | 'more', title: string, widthPx: number): Column<ReplayRow> => {
  const text = (row: ReplayRow): string => (row[id] === 0 && id !== 'compared' ? '' : formatInteger(row[id]));
  return { id, title, widthPx, align: 'right', cell: text, text };
};

/** A line of the table: what differs, where it differs most, and how often. */
export const REPLAY_COLUMNS: readonly Column<ReplayRow>[] = [
  { id: 'tag', title: 'Tag', widthPx: 190, sticky: true, cell: nameOf, text: nameOf },
  {
    id: 'verdict',
    title: 'Result',
    widthPx: 112,
    cell: (row) => (
      <span className="replay-verdict" data-verdict={row.verdict}>
        <Glyph name={VERDICTS[row.verdict].glyph} />
        {wordOf(row)}
      </span>
    ),
    text: wordOf,
  },
  {
    id: 'text',
    title: 'Difference',
    widthPx: 180,
    grow: true,
    cell: ({ text }) => <span title={text}>{text}</span>,
    text: ({ text }) => text,
  },
  { id: 'before', title: 'Before', widthPx: 100, align: 'right', cell: before, text: before },
  { id: 'after', title: 'After', widthPx: 100, align: 'right', cell: after, text: after },
  { id: 'time', title: 'Most at', widthPx: 160, cell: time, text: time },
  counted('compared', 'Compared', 90),
  counted('values', 'Values', 80),
  counted('fewer', 'Fewer', 76),
  counted('more', 'More', 76),
];
