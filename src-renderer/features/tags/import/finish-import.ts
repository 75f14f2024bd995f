import type { ImportedRow } from '../../../../src-shared/contract/tag-files.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import { countEdits } from '../edit/overlay.ts';
import { edited, sessionChanged, sessionOf } from '../edit/tag-session.ts';
import { toEdits } from '../edit/to-edits.ts';
import { type Decisions, importedOverlay } from './import-decisions.ts';
import type { ImportRow } from './import-row.ts';
import { importChanged, useTagImport } from './import-store.ts';
import { importClosed } from './run-import.ts';

/** Characters of the edits that one Apply carries: a message may have four million. */
const MOST = 3_900_000;
/** Rows and characters of one message. */
const ROWS = 1_000;

/** Makes edits of the rows, as one step that can be undone, and closes. Never rejects: the dialog says what is in the way. */
export async function finishImport(): Promise<void> {
  const { device, name, file, rows, decisions } = useTagImport.getState();
  if (!file) return;
  const stage = crypto.randomUUID();
  try {
    const { history, applied, isApplying } = sessionOf(device);
    if (isApplying)
      return refuse('busy.apply', 'Edits of this device are being applied. Wait for that, then bring the rows in.');
    const overlay = importedOverlay(history.now, applied, rows, decisions, stage);
    const size = JSON.stringify(toEdits(overlay, applied)).length;
    if (size > MOST) {
      const text = `The edits have ${formatInteger(Math.ceil(size / 1e6))} MB, and one Apply carries 3.9 MB. Import the file in parts.`;
      return refuse('csv.size', text);
    }
    await staged(device, file.sheet.format, stage, importedRows(rows, decisions));
    const before = countEdits(history.now);
    const after = countEdits(overlay);
    importClosed();
    const hasEdits = JSON.stringify(before) !== JSON.stringify(after) || overlay.changes !== history.now.changes;
    if (hasEdits) edited(device, () => overlay);
    const isPending = after.edited + after.added + after.removed > 0;
    // Without a change there is nothing to apply: the file counts as imported at once.
    if (!isPending) await rpc().tagFiles.adopt({ device, stage });
    const said = isPending
      ? `${name.slice(0, 80)}: ${formatInteger(after.edited - before.edited)} edited, ${formatInteger(after.added - before.added)} new, ${formatInteger(after.removed - before.removed)} deleted. Apply saves them.`
      : `${name.slice(0, 80)}: nothing is to be changed.`;
    sessionChanged(device, { said: { tone: 'info', code: 'csv.imported', text: said, canUndo: isPending } });
  } catch (error) {
    const { code, text } = toNexusError(error);
    refuse(code, text);
  }
}

const refuse = (code: string, text: string): void => importChanged({ refused: { code, text } });

/** What is kept of the file: every row that was read, but for new ones that were left out, which stay new. */
const importedRows = (rows: readonly ImportRow[], decisions: Decisions): readonly ImportedRow[] =>
  rows.flatMap(({ imported, state, key }) =>
    imported && !(state === 'new' && decisions.rows.get(key) === 'project') ? [imported] : [],
  );

async function staged(device: string, format: string, stage: string, rows: readonly ImportedRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS)
    await rpc().tagFiles.stage({ device, format, stage, rows: rows.slice(from, from + ROWS) });
}
