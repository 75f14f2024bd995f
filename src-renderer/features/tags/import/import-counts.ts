import { type Decisions, isDecided } from './import-decisions.ts';
import type { ImportRow, RowState } from './import-row.ts';

export interface ImportCounts extends Readonly<Record<RowState, number>> {
  /** Rows of the file. */
  readonly all: number;
  /** Conflicts about which nobody has said anything. */
  readonly undecided: number;
}

export function importCounts(rows: readonly ImportRow[], decisions: Decisions): ImportCounts {
  const counts = { new: 0, changed: 0, conflict: 0, same: 0, problem: 0, removed: 0, all: 0, undecided: 0 };
  for (const row of rows) {
    counts[row.state]++;
    if (row.row >= 0) counts.all++;
    if (row.state === 'conflict' && !isDecided(row, decisions)) counts.undecided++;
  }
  return counts;
}
