import { type ReactNode, useMemo } from 'react';
import type { CellChange } from './edit/overlay.ts';
import { cellText, fieldAt } from './edit/tag-fields.ts';
import { nameOf, withValueAt } from './edit/tag-form.ts';
import type { TagRow } from './edit/tag-rows.ts';

/** As many as tell whether it is what was meant. */
const SHOWN = 8;

interface CellChangesProps {
  readonly label: string;
  readonly rows: readonly TagRow[];
  readonly cells: readonly CellChange[];
}

/** The first cells that a step would change, before and after. */
export function CellChanges({ label, rows, cells }: CellChangesProps): ReactNode {
  const byKey = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  if (cells.length === 0) return null;
  return (
    <table className="cell-changes" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Tag</th>
          <th scope="col">Field</th>
          <th scope="col">Now</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {cells.slice(0, SHOWN).map(({ key, path, value }) => {
          const form = byKey.get(key)?.form ?? {};
          const field = fieldAt(path) ?? { path, title: path };
          return (
            <tr key={`${key} ${path}`}>
              <th scope="row">{nameOf(form) || 'New tag'}</th>
              <td>{field.title}</td>
              <td className="quiet">{cellText(form, field) || '—'}</td>
              <td>{cellText(withValueAt({}, path, value), field) || '—'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
