import type { ReactNode } from 'react';
import { formatInteger } from '../../../ui/number-format.ts';
import { CellChanges } from '../CellChanges.tsx';
import type { TagRow } from '../edit/tag-rows.ts';
import type { BulkEdit } from './bulk-cells.ts';

interface BulkPreviewProps {
  readonly rows: readonly TagRow[];
  readonly edit: BulkEdit;
  /** Something was written. */
  readonly isAny: boolean;
}

/** The first cells that a bulk edit changes, from what they are to what they become. */
export function BulkPreview({ rows, edit: { cells, left }, isAny }: BulkPreviewProps): ReactNode {
  if (!isAny) return null;
  const counted = `${formatInteger(cells.length)} ${cells.length === 1 ? 'cell changes' : 'cells change'}.`;
  const kept = `${formatInteger(left)} ${left === 1 ? 'cell stays' : 'cells stay'} as before: what the formula needs is empty there.`;
  return (
    <div className="bulk-edit-preview" tabIndex={0} role="region" aria-label="Preview">
      <p className="quiet" role="status">
        {counted} {left > 0 ? kept : ''}
      </p>
      <CellChanges label="First cells that change" rows={rows} cells={cells} />
    </div>
  );
}
