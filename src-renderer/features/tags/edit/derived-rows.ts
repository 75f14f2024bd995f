import type { TagView } from '../../../../src-shared/contract/devices.ts';
import type { TagRow } from './tag-rows.ts';

/** The rows with those of derived tags below the row of the tag that they are made of. */
export function withDerived(rows: readonly TagRow[], tags: readonly TagView[]): readonly TagRow[] {
  const made = Map.groupBy(
    tags.filter(({ derived }) => derived !== undefined),
    ({ derived }) => derived!.of,
  );
  if (made.size === 0) return rows;
  return rows.flatMap((row) => [row, ...(made.get(row.view?.id ?? '') ?? []).map(derivedRow)]);
}

const derivedRow = (view: TagView): TagRow => ({
  key: view.uid,
  form: { id: view.id, name: view.name, description: view.description, address: view.address, unit: view.unit },
  base: null,
  patch: undefined,
  state: 'derived',
  view,
  faults: NONE,
});

const NONE: TagRow['faults'] = [];

/** What stands in the file of the device, or will. */
export const isOwn = ({ state }: Pick<TagRow, 'state'>): boolean => state !== 'blank' && state !== 'derived';
