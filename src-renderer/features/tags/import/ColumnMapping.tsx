import type { ReactNode } from 'react';
import { TAG_PATHS } from '../../../../src-shared/tag-files/tag-path.ts';
import { useTagImport } from './import-store.ts';
import { mappingChanged } from './run-import.ts';

/** What each column of the file is taken for; a field that another column had goes to the one that was chosen last. */
export function ColumnMapping(): ReactNode {
  const { file, mapping } = useTagImport();
  if (!file) return null;
  const { headings, rows } = file.sheet;
  const taken = mapping.filter((path) => path !== '').length;
  const change = (column: number, path: string): void =>
    void mappingChanged(mapping.map((one, at) => (at === column ? path : one === path ? '' : one)));
  return (
    <details className="import-columns" open={taken < 2}>
      <summary>
        Columns: {taken} of {headings.length} are taken
      </summary>
      <div className="import-columns-list">
        {headings.map((heading, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <label key={column} className="import-column">
            <span className="import-column-heading" title={heading}>
              {heading === '' ? `Column ${column + 1}` : heading.slice(0, 80)}
            </span>
            <span className="quiet import-column-example">{rows[0]?.[column]?.slice(0, 40) ?? ''}</span>
            <select className="field" value={mapping[column]} onChange={(event) => change(column, event.target.value)}>
              <option value="">Not taken</option>
              {TAG_PATHS.map(({ path, title }) => (
                <option key={path} value={path}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  );
}
