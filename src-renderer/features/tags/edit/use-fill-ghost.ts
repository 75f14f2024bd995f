import { useEffect, useMemo, useState } from 'react';
import { rpc } from '../../../rpc/connect.ts';
import type { GridFill } from '../../../ui/grid-column.ts';
import { isOwn } from './derived-rows.ts';
import { filledSeries } from './fill-cells.ts';
import type { CellChange } from './overlay.ts';
import { fieldById } from './tag-fields.ts';
import { withValueAt } from './tag-form.ts';
import type { TagRow } from './tag-rows.ts';

/** Addresses that are asked for at once, so that a drag asks seldom. */
const BLOCK = 200;

interface FillGhost {
  /** The rows with what the fill that is being dragged would bring. */
  readonly rows: readonly TagRow[];
  readonly onPreview: (fill: GridFill<TagRow> | null) => void;
}

/** What a fill would bring, shown in its cells before it is done (ux 3.3). */
export function useFillGhost(device: string, rows: readonly TagRow[]): FillGhost {
  const [fill, setFill] = useState<GridFill<TagRow> | null>(null);
  const picked = useMemo(() => fill?.rows.filter((row) => isOwn(row) && row.state !== 'removed') ?? [], [fill]);
  const [first] = picked;
  const isCounted = fill?.columns.includes('address') === true && first?.form['address'] !== undefined;
  const addresses = useNextAddresses(device, isCounted ? first : undefined, Math.max(0, picked.length - 1));
  const shown = useMemo(() => {
    const fields = fill?.columns.flatMap((id) => fieldById(id) ?? []) ?? [];
    return withGhosts(rows, filledSeries(picked, fields, addresses));
  }, [rows, fill, picked, addresses]);
  return { rows: shown, onPreview: setFill };
}

const NONE: readonly string[] = [];

/** The addresses that follow a row's, asked for in blocks; without an answer there are none, and the fill itself says why. */
function useNextAddresses(device: string, row: TagRow | undefined, least: number): readonly string[] {
  const [known, setKnown] = useState<{ readonly of: TagRow; readonly addresses: readonly string[] }>();
  const count = Math.ceil(least / BLOCK) * BLOCK;
  useEffect(() => {
    if (!row || count === 0) return undefined;
    let isOld = false;
    rpc()
      .config.nextAddresses({ device, tag: { ...row.form }, count })
      .then(
        ({ addresses }) => void (isOld || setKnown({ of: row, addresses })),
        () => undefined,
      );
    return () => {
      isOld = true;
    };
  }, [device, row, count]);
  return row && known?.of === row ? known.addresses : NONE;
}

function withGhosts(rows: readonly TagRow[], cells: readonly CellChange[]): readonly TagRow[] {
  if (cells.length === 0) return rows;
  const byRow = Map.groupBy(cells, ({ key }) => key);
  return rows.map((row) => {
    const own = byRow.get(row.key);
    if (!own) return row;
    const form = own.reduce((now, { path, value }) => withValueAt(now, path, value), row.form);
    return { ...row, form, ghost: new Set(own.map(({ path }) => path)) };
  });
}
