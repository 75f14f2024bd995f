import type { ImportedRow, PlaceView } from '../../../../src-shared/contract/tag-files.ts';
import { MAX_TAGS } from '../../../../src-shared/domain/tag.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { requireSize } from '../../../../src-shared/tag-files/read-tag-file.ts';
import { valueText } from '../../../../src-shared/tag-files/tag-cell.ts';
import type { ReadChoice } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { rpc } from '../../../rpc/connect.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import { rowsToApply } from '../edit/tag-rows.ts';
import { sessionOf } from '../edit/tag-session.ts';
import { checkedImport } from './check-import.ts';
import { type Decisions, NO_DECISIONS } from './import-decisions.ts';
import type { CompareInput, CompareOptions, ImportRow } from './import-row.ts';
import { importChanged, NO_IMPORT, useTagImport } from './import-store.ts';
import { ImportThread } from './import-thread.ts';
import { keepMapping, keptMapping } from './kept-mapping.ts';
import { yamlAsJson } from './yaml-as-json.ts';

/** Addresses of one question. */
const PLACES = 5_000;

const thread = new ImportThread();
/** Of the file that is open; asked for once. */
let places = new Map<string, PlaceView>();
let base: { readonly format: string; readonly rows: readonly ImportedRow[] } | undefined;
/** Of the question that counts; answers to older ones are dropped. */
let turn = 0;

/** Reads a file that was chosen or dropped. Never rejects: what stands in the way is said in the dialog. */
export async function fileChosen(file: File): Promise<void> {
  const { device } = useTagImport.getState();
  useTagImport.setState({ ...NO_IMPORT, device, name: file.name, busy: 'Reading the file…' });
  forget();
  await guarded(async () => {
    requireSize(file.name, file.size);
    const bytes = await yamlAsJson(file.name, new Uint8Array(await file.arrayBuffer()));
    importChanged({ bytes });
    await readAgain({});
  });
}

/** Reads the file as somebody says that it is to be read: another sheet, separator or encoding. */
export async function readAs(choice: ReadChoice): Promise<void> {
  await guarded(() => readAgain({ ...useTagImport.getState().choice, ...choice }));
}

async function readAgain(choice: ReadChoice): Promise<void> {
  const { name, bytes, options } = useTagImport.getState();
  if (!bytes) return;
  importChanged({ choice, busy: 'Reading the file…', refused: null, fixes: new Map(), decisions: NO_DECISIONS });
  const file = await thread.read(name, bytes, choice);
  importChanged({
    file,
    mapping: keptMapping(file.sheet),
    options: {
      ...options,
      decimal: file.decimal === 'comma' ? 'comma' : 'point',
      emptyClears: file.sheet.format === 'nexus',
    },
  });
  await compare();
}

/** Takes columns for other fields; the next file of the format begins with that. */
export async function mappingChanged(mapping: readonly string[]): Promise<void> {
  const { file } = useTagImport.getState();
  if (file) keepMapping(file.sheet, mapping);
  importChanged({ mapping });
  await guarded(compare);
}

export async function optionsChanged(change: Partial<CompareOptions>): Promise<void> {
  importChanged({ options: { ...useTagImport.getState().options, ...change } });
  await guarded(compare);
}

/** Writes other texts in the place of those of the file. */
export async function cellsFixed(
  cells: readonly { readonly row: number; readonly column: number; readonly text: string }[],
): Promise<void> {
  const fixes = new Map(useTagImport.getState().fixes);
  for (const { row, column, text } of cells) fixes.set(`${row} ${column}`, text);
  importChanged({ fixes });
  await guarded(compare);
}

/** After something stood in the way: a lost gateway, edits that were being applied. */
export const comparedAgain = (): Promise<void> => guarded(compare);

export const decided = (decisions: Decisions): void => importChanged({ decisions });

function forget(): void {
  places = new Map();
  unknown.clear();
  base = undefined;
}

/** Ends what is under way and forgets the file. */
export function importClosed(): void {
  turn++;
  thread.stop();
  forget();
  useTagImport.setState(NO_IMPORT);
}

async function guarded(work: () => Promise<void>): Promise<void> {
  const { device } = useTagImport.getState();
  try {
    await work();
  } catch (error) {
    const { code, text } = toNexusError(error);
    if (code === 'NX_CANCELLED' || useTagImport.getState().device !== device) return;
    importChanged({ busy: null, refused: { code, text } });
  }
}

async function compare(): Promise<void> {
  const own = ++turn;
  const state = useTagImport.getState();
  const { device, file, mapping, options, fixes } = state;
  if (!file) return;
  const total = formatInteger(file.sheet.rows.length);
  const busy = (word: string) => (done: number) => {
    if (own === turn) importChanged({ busy: `${word} ${formatInteger(done)} of ${total} rows…` });
  };
  busy('Compared')(0);
  if (base?.format !== file.sheet.format)
    base = { format: file.sheet.format, ...(await rpc().tagFiles.imported({ device, format: file.sheet.format })) };
  const { applied, history } = sessionOf(device);
  const tags = rowsToApply(applied, history.now).map(({ key, form }) => ({ key, form }));
  const said = await thread.addresses({ mapping, fixes });
  await placesAsked(device, [...said, ...tags.map(({ form }) => valueText(form['address']))]);
  const input: CompareInput = { mapping, options, fixes, tags, base: base.rows, places };
  const rows = await thread.compare(input, busy('Compared'));
  if (own !== turn) return;
  const after = tags.length + count(rows, 'new') - count(rows, 'removed');
  const tooMany = `The device would have ${formatInteger(after)} tags, and a device has ${formatInteger(MAX_TAGS)} at most. Split the file over several devices.`;
  importChanged({ rows, refused: null, elsewhere: after > MAX_TAGS ? tooMany : null });
  if (after > MAX_TAGS) return importChanged({ busy: null });
  const { byRow, elsewhere } = await checkedImport(
    device,
    { overlay: history.now, applied },
    rows,
    mapping,
    busy('Checked'),
  );
  if (own !== turn) return;
  const checked = rows.map((row): ImportRow => {
    const problems = byRow.get(row.key);
    return problems ? { ...row, state: 'problem', problems, imported: null } : row;
  });
  importChanged({ rows: checked, elsewhere, busy: null });
}

const count = (rows: readonly ImportRow[], state: ImportRow['state']): number =>
  rows.filter((row) => row.state === state).length;

/** Asks where addresses are that were not asked for yet. */
async function placesAsked(device: string, addressed: readonly string[]): Promise<void> {
  const wanted = [...new Set(addressed)].filter(
    (address) =>
      address !== '' && address.length <= 4_096 && !places.has(address) && !unknown.has(`${device} ${address}`),
  );
  for (let from = 0; from < wanted.length; from += PLACES) {
    const addresses = wanted.slice(from, from + PLACES);
    const found = await rpc().tagFiles.places({ device, addresses });
    for (const [at, place] of found.places.entries()) {
      if (place) places.set(addresses[at]!, place);
      else unknown.add(`${device} ${addresses[at]!}`);
    }
  }
}

/** Addresses that the protocol of a device does not know. */
const unknown = new Set<string>();
