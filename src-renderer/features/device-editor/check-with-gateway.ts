import { rpc } from '../../rpc/connect.ts';
import { isLost } from '../../state/link.ts';
import { changeEdit, editOf } from './device-edits.ts';
import { deviceFile } from './device-faults.ts';
import { textAt } from './device-form.ts';
import { sectionsOf } from './editor-sections.ts';
import { formFaults } from './gateway-faults.ts';

const SETTLES_AFTER_MS = 200;
const waiting = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; readonly abort: AbortController }>();

/** Asks the gateway soon what it says of an edit as it then stands; a later question takes the place of an earlier one. */
export function checkSoon(tab: string): void {
  const before = waiting.get(tab);
  if (before) {
    clearTimeout(before.timer);
    before.abort.abort();
  }
  const abort = new AbortController();
  const timer = setTimeout(() => void check(tab, abort.signal), SETTLES_AFTER_MS);
  waiting.set(tab, { timer, abort });
}

async function check(tab: string, signal: AbortSignal): Promise<void> {
  const edit = editOf(tab);
  if (!edit || isLost()) return;
  const { form, device, tags } = edit;
  const file = deviceFile(edit, sectionsOf(form));
  // Under another id it would be a second device beside itself: a new id is looked at when it is saved.
  const id = device ?? textAt(file, 'id');
  try {
    const value = { ...file, id, ...(tags.length > 0 && { tags }) };
    const { faults } = await rpc().config.checkDevice({ device: value }, { signal });
    changeEdit(tab, (now) => ({ ...now, told: { form, faults: formFaults(faults, id) } }));
  } catch {
    // A check that does not come about says nothing; saving asks again and tells why it cannot.
  }
}
