import { type ReactNode, useState } from 'react';
import type { ScanRow } from '../../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { rpc } from '../../rpc/connect.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { useDevices } from '../../state/devices.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { Detective } from './Detective.tsx';
import type { ScanDialogProps } from './ScanDialog.tsx';
import { devicesOf, rowsAsCsv, tagsOf, withIds } from './scan-made.ts';
import type { ScanRun } from './scan-run.ts';

/** Rows drawn; the file has all of them. */
const ROWS_SHOWN = 500;
/** Cells that are looked at together for what stands there. */
const MOST_CELLS = 16;

const STATES: Readonly<Record<ScanRow['state'], { readonly glyph: GlyphName; readonly word: string }>> = {
  found: { glyph: 'ok', word: 'found' },
  refused: { glyph: 'bad', word: 'refused' },
  silent: { glyph: 'half', word: 'silent' },
};

interface ScanResultsProps extends ScanDialogProps {
  readonly run: ScanRun;
}

/** What a scan came across, and what can be made of it. */
export function ScanResults({ run, scan, detects, device, saved, onTags }: ScanResultsProps): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<{ readonly code: string; readonly text: string; readonly isFault: boolean } | null>(
    null,
  );
  const shown = run.rows.slice(0, ROWS_SHOWN);
  const usable = shown.filter(isUsable);
  const rows = run.rows.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], isChosen: boolean): void =>
    setChosen((now) => {
      const next = new Set(now);
      for (const id of ids) {
        if (isChosen) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  const tell = async (work: Promise<string>): Promise<void> => {
    try {
      setTold({ code: '', text: await work, isFault: false });
      setChosen(new Set());
    } catch (error) {
      const { code, text } = toNexusError(error);
      setTold({ code, text, isFault: true });
    }
  };
  const make = (): Promise<void> =>
    tell(
      scan.makes === 'tags' ? addTags((taken) => tagsOf(rows, taken), saved, device, onTags) : addDevices(rows, device),
    );
  const use = (tag: FormValue & { readonly address: string }): Promise<void> =>
    tell(addTags((taken) => withIds([tag], taken), saved, device, onTags));
  const first = rows[0]?.address;
  const noun = scan.makes === 'tags' ? 'tag' : 'device';
  const isAll = usable.length > 0 && usable.every(({ id }) => chosen.has(id));
  return (
    <>
      <div className="scan-actions">
        <button type="button" className="button" disabled={rows.length === 0} onClick={() => void make()}>
          {rows.length < 2 ? `Add as ${noun}` : `Add as ${rows.length} ${noun}s`}
        </button>
        <button type="button" className="button" onClick={() => save(scan.id, rowsAsCsv(scan, run.rows))}>
          Export CSV
        </button>
        {run.rows.length > ROWS_SHOWN ? (
          <span className="quiet">
            The first {ROWS_SHOWN} of {run.rows.length} rows; the file has all.
          </span>
        ) : null}
      </div>
      {told ? (
        <Message code={told.code} text={told.text} tone={told.isFault ? 'error' : 'quiet'} isAlert={told.isFault} />
      ) : null}
      {detects && scan.makes === 'tags' && first !== undefined ? (
        <Detective key={first} device={device} address={first} count={Math.min(rows.length, MOST_CELLS)} onUse={use} />
      ) : null}
      <div className="scan-table" role="region" aria-label="Results" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="Choose all"
                  checked={isAll}
                  disabled={usable.length === 0}
                  onChange={({ target }) =>
                    choose(
                      usable.map(({ id }) => id),
                      target.checked,
                    )
                  }
                />
              </th>
              {scan.columns.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td>
                  {isUsable(row) ? (
                    <input
                      type="checkbox"
                      aria-label={`Choose ${row.cells[0]}`}
                      checked={chosen.has(row.id)}
                      onChange={({ target }) => choose([row.id], target.checked)}
                    />
                  ) : null}
                </td>
                {row.cells.map((text, at) => (
                  <td key={scan.columns[at] ?? at} className="mono">
                    {text}
                  </td>
                ))}
                <td>
                  <Glyph name={STATES[row.state].glyph} /> {STATES[row.state].word}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const isUsable = ({ state, address, connection }: ScanRow): boolean =>
  state === 'found' && (address !== undefined || connection !== undefined);

async function addTags(
  tagsFor: (taken: readonly string[]) => readonly FormValue[],
  saved: string | null,
  device: FormValue,
  onTags: (tags: readonly FormValue[]) => void,
): Promise<string> {
  if (saved === null) {
    const tags = tagsFor(idsIn(device));
    onTags(tags);
    return `${tags.length === 1 ? '1 tag is' : `${tags.length} tags are`} saved with the device.`;
  }
  const { device: now, revision } = await rpc().config.device({ device: saved });
  const tags = tagsFor(idsIn(now));
  const edits = tags.map((tag) => ({ kind: 'add' as const, tag: { ...tag } }));
  await rpc().config.changeTags({ device: saved, edits, base: revision, comment: 'Added from a scan' });
  return `${tags.length === 1 ? '1 tag was' : `${tags.length} tags were`} added to ${saved}.`;
}

async function addDevices(rows: readonly ScanRow[], device: FormValue): Promise<string> {
  const taken = useDevices.getState().list.map(({ id }) => id);
  const devices = devicesOf(rows, device, taken);
  for (const one of devices) await rpc().config.addDevice({ device: { ...one }, comment: 'Added from a scan' });
  return `Added ${devices.map(({ name }) => String(name)).join(', ')}.`;
}

function idsIn({ tags }: FormValue): readonly string[] {
  if (!Array.isArray(tags)) return [];
  return (tags as readonly { readonly id?: unknown }[]).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

const save = (scan: string, text: string): void => saveFile(`scan-${scan}.csv`, [text], 'text/csv');
