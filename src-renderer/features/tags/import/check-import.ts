import { valueText } from '../../../../src-shared/tag-files/tag-cell.ts';
import { rpc } from '../../../rpc/connect.ts';
import { fileOf } from '../edit/check-edits.ts';
import type { AppliedTags, Overlay } from '../edit/overlay.ts';
import { rowsToApply } from '../edit/tag-rows.ts';
import { toEdits } from '../edit/to-edits.ts';
import { type Decisions, importedOverlay, newKey } from './import-decisions.ts';
import type { ImportRow, RowProblem } from './import-row.ts';

/** Characters of one question: a message may have four million. */
const MOST = 2_000_000;
/** Rows of one question: while the gateway checks them it does nothing else, and pages take it for lost after 2.5 s. */
const ROWS = 1_000;
/** What an edit has beside its values. */
const EACH = 60;

/** What the gateway finds: by key of the row, and what is wrong with the device as a whole. */
export interface CheckedImport {
  readonly byRow: ReadonlyMap<string, readonly RowProblem[]>;
  readonly elsewhere: string | null;
}

/**
 * Has the gateway check every row that is ready with the values of the file, in groups that one message can carry.
 *
 * @param mapping path by column, to name the column of a fault.
 * @throws NexusError when the gateway does not answer.
 */
export async function checkedImport(
  device: string,
  edits: { readonly overlay: Overlay; readonly applied: AppliedTags },
  rows: readonly ImportRow[],
  mapping: readonly string[],
  progress: (rows: number) => void,
): Promise<CheckedImport> {
  const byRow = new Map<string, readonly RowProblem[]>();
  let elsewhere: string | null = null;
  let done = 0;
  for (const group of groups(rows)) {
    const overlay = importedOverlay(edits.overlay, edits.applied, group, allOfFile(group), STAGE);
    const asked = toEdits(overlay, edits.applied);
    if (asked.length > 0) {
      const { faults } = await rpc().config.checkTags({ device, edits: asked });
      const after = rowsToApply(edits.applied, overlay);
      const known = new Map(group.map((row) => [row.tag ?? newKey(STAGE, row), row]));
      for (const { file, path, severity, code, message } of faults) {
        if (severity !== 'error') continue;
        const [, index, field = ''] = file === fileOf(device) ? (/^tags\[(\d+)\](?:\.(.*))?$/.exec(path) ?? []) : [];
        const row = index === undefined ? undefined : known.get(after[Number(index)]?.key ?? '');
        if (!row) elsewhere ??= message;
        else byRow.set(row.key, [...(byRow.get(row.key) ?? []), problemOf(row, field, code, message, mapping)]);
      }
    }
    done += group.length;
    progress(done);
  }
  return { byRow, elsewhere };
}

const STAGE = 'check';

const allOfFile = (rows: readonly ImportRow[]): Decisions => ({
  rows: new Map(rows.map(({ key }) => [key, 'file'])),
  fields: new Map(),
});

function problemOf(row: ImportRow, path: string, code: string, text: string, mapping: readonly string[]): RowProblem {
  const [first = ''] = path.split(/[.[]/, 1);
  const exact = mapping.indexOf(path);
  const column = exact >= 0 ? exact : mapping.findIndex((one) => one !== '' && one.split('.', 1)[0] === first);
  const value = column < 0 ? '' : valueText(row.imported?.values[mapping[column]!]);
  return { column, path, code, value, text, fix: '' };
}

function* groups(rows: readonly ImportRow[]): Iterable<readonly ImportRow[]> {
  let group: ImportRow[] = [];
  let size = 0;
  for (const row of rows) {
    if (row.state === 'problem' || row.state === 'same') continue;
    group.push(row);
    size += sizeOf(row);
    if (size < MOST && group.length < ROWS) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

const sizeOf = ({ form, differences }: ImportRow): number =>
  EACH +
  JSON.stringify(form).length +
  differences.reduce((sum, { path, file }) => sum + path.length + valueText(file).length, 0);
