import { useEffect, useState } from 'react';
import { type FormFault, faultMessage } from '../../../forms/check-form.ts';
import type { FormValue } from '../../../forms/form-field.ts';
import { rpc } from '../../../rpc/connect.ts';
import { fileOf } from '../edit/check-edits.ts';
import { type CellChange, cellsChanged, patchBetween } from '../edit/overlay.ts';
import { rowsToApply, type TagRow } from '../edit/tag-rows.ts';
import { sessionOf } from '../edit/tag-session.ts';
import { toEdits } from '../edit/to-edits.ts';
import { PROCESSING_KEYS } from './processing-form.ts';

/** After the last key, so that a person who types is not checked at each. */
const QUIET_MS = 250;

/** The cells that make a draft of a tag. */
export const draftCells = ({ key, form }: TagRow, draft: FormValue): readonly CellChange[] =>
  Object.entries(patchBetween(form, draft)).map(([path, value]) => ({ key, path, value: value ?? undefined }));

/**
 * What the gateway says of the processing of a tag, with all the other edits that wait.
 * @throws NexusError NX_NET_UNREACHABLE
 */
export async function checkDraft(device: string, row: TagRow, draft: FormValue): Promise<readonly FormFault[]> {
  const { history, applied } = sessionOf(device);
  const overlay = cellsChanged(history.now, applied, draftCells(row, draft));
  const { faults } = await rpc().config.checkTags({ device, edits: toEdits(overlay, applied) });
  const at = rowsToApply(applied, overlay).findIndex(({ key }) => key === row.key);
  const own = `tags[${at}].`;
  return faults.flatMap(({ file, path, code, message, severity }): FormFault[] => {
    if (file !== fileOf(device) || !path.startsWith(own)) return [];
    const inside = path.slice(own.length);
    const key = inside.split(/[.[]/, 1)[0];
    if (!PROCESSING_KEYS.some((one) => one === key)) return [];
    return [{ path: inside, code: faultMessage(code), text: message, severity }];
  });
}

/** The same while it is edited: checked as soon as nobody types. Without an answer nothing is said. */
export function useDraftFaults(device: string, row: TagRow, draft: FormValue): readonly FormFault[] {
  const [faults, setFaults] = useState<readonly FormFault[]>([]);
  const text = JSON.stringify(draft);
  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const found = await checkDraft(device, row, JSON.parse(text) as FormValue).catch(() => []);
      if (isWanted) setFaults(found);
    };
    const timer = setTimeout(() => void look(), QUIET_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a row is drawn anew with each value, and its key stays
  }, [device, row.key, text]);
  return faults;
}
