import { isForm, same, valueAt } from '../../forms/form-value.ts';
import { rpc } from '../../rpc/connect.ts';
import { isLost } from '../../state/link.ts';
import { checkSoon } from './check-with-gateway.ts';
import { connectionFilled, editOf, offerMade } from './device-edits.ts';

/** Only what is more than a plain name or number can be the address of something. */
const LIKE_ADDRESS = /[:/]/;

/**
 * Looks what was put into a field of the connection: an address of this protocol fills the fields that it speaks of, one
 * of another protocol is offered. What the gateway does not know stays as it was typed.
 */
export async function addressPasted(tab: string, path: string, text: string): Promise<void> {
  if (!path.startsWith('connection.') || !LIKE_ADDRESS.test(text) || isLost()) return;
  const answer = await rpc()
    .drivers.recognise({ text })
    .catch(() => undefined);
  const edit = editOf(tab);
  // Typed on meanwhile: it is no longer what the question was about.
  if (!edit || !answer || String(valueAt(edit.form, path)).trim() !== text) return;
  const own = answer.matches.find(({ id }) => id === edit.form['protocol']);
  const [best] = answer.matches;
  if (own) {
    const before = edit.form['connection'];
    if (isForm(before) && same({ ...before, ...own.connection }, before)) return;
    connectionFilled(tab, own.connection);
    checkSoon(tab);
  } else if (best)
    offerMade(tab, { path, text, id: best.id ?? undefined, title: best.title, connection: best.connection });
}
