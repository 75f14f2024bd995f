import { ChartLine, ChevronRight, CircleQuestionMark, Cpu, Network, PanelTop, Rows3, Table2, Tag } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { PaletteRow } from './palette-row.ts';
import { RowValue } from './RowValue.tsx';

const ICONS = {
  tag: Tag,
  topic: Network,
  device: Cpu,
  watch: Table2,
  trend: ChartLine,
  page: PanelTop,
  command: ChevronRight,
  row: Rows3,
  help: CircleQuestionMark,
} as const satisfies Record<PaletteRow['kind'], typeof Tag>;

interface PaletteOptionProps {
  readonly id: string;
  readonly row: PaletteRow;
  readonly isActive: boolean;
  readonly onChoose: (row: PaletteRow) => void;
}

/** One line: what it is, where it is, its live value, its keys; or why it cannot be done now. */
export const PaletteOption = memo(function Option({ id, row, isActive, onChoose }: PaletteOptionProps): ReactNode {
  const Icon = ICONS[row.kind];
  return (
    <li
      id={id}
      className="palette-option"
      role="option"
      aria-selected={isActive}
      aria-disabled={row.whyNot === undefined ? undefined : true}
      onClick={() => onChoose(row)}
    >
      <Icon size={16} strokeWidth={1.5} aria-label={row.kind} role="img" />
      <span className="palette-title text">{row.title}</span>
      <span className="palette-detail text">{row.whyNot ?? row.detail}</span>
      {row.tag ? <RowValue tag={row.tag} /> : null}
      {row.keys === undefined ? null : <kbd className="palette-keys">{row.keys}</kbd>}
    </li>
  );
});
