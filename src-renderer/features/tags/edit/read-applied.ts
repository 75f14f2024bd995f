import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { useTags } from '../../../state/tags.ts';
import { mapped } from './edit-history.ts';
import { type AppliedTags, appliedTags, editTotal } from './overlay.ts';
import { carriedOver } from './rebase.ts';
import { isForm, type TagForm } from './tag-form.ts';
import { faultsFound, sessionChanged, sessionOf, useTagEdits } from './tag-session.ts';
import { whatChanged } from './what-changed.ts';

/** The tags of a device as the gateway has them now. @throws NexusError */
export async function fetchApplied(
  device: string,
): Promise<{ readonly revision: number; readonly applied: AppliedTags }> {
  const { revision, device: form } = await rpc().config.device({ device });
  const tags = form['tags'];
  const forms = Array.isArray(tags) ? tags.filter((tag): tag is TagForm => isForm(tag)) : [];
  const prefix = form['uns_prefix'];
  return { revision, applied: appliedTags(forms, typeof prefix === 'string' ? prefix : '') };
}

/** Reads what the edits of a device are made over, unless it is here or on its way. Never rejects. */
export async function wantApplied(device: string): Promise<void> {
  const { status, revision } = sessionOf(device);
  if (status === 'ready' || status === 'reading') return;
  sessionChanged(device, { status: 'reading' });
  try {
    const now = await fetchApplied(device);
    // Edits that were kept from an earlier visit may be older than what the device became since.
    const conflict = revision > 0 && revision < now.revision ? await whatChanged(device, revision, now.revision) : null;
    sessionChanged(device, { status: 'ready', reason: '', conflict });
    takeApplied(device, now.revision, now.applied);
    if (conflict !== null) sessionChanged(device, { revision });
  } catch (error) {
    sessionChanged(device, { status: 'failed', reason: toNexusError(error).text });
  }
}

/** Puts newer tags below the edits. Those that became so by themselves are none any more. */
export function takeApplied(device: string, revision: number, applied: AppliedTags): void {
  const { history } = sessionOf(device);
  sessionChanged(device, { revision, applied, history: mapped(history, (overlay) => carriedOver(overlay, applied)) });
  faultsFound(device, []);
}

/** The person wants the newer tags, with his edits over them. */
export async function reloadApplied(device: string): Promise<void> {
  try {
    const { revision, applied } = await fetchApplied(device);
    sessionChanged(device, { conflict: null, said: null });
    takeApplied(device, revision, applied);
  } catch (error) {
    const { code, text } = toNexusError(error);
    sessionChanged(device, { said: { tone: 'error', code, text } });
  }
}

/** The project changed: takes over what concerns nobody's edits, and says what does. */
async function follow(device: string): Promise<void> {
  const { revision, applied } = await fetchApplied(device);
  const session = sessionOf(device);
  if (session.isApplying || session.status !== 'ready' || revision <= session.revision) return;
  const hasEdits = editTotal(session.history.now) > 0;
  const conflict = hasEdits ? await whatChanged(device, session.revision, revision) : null;
  const isOwn = sessionOf(device).isApplying || sessionOf(device).revision >= revision;
  if (isOwn) return;
  if (conflict === null) takeApplied(device, revision, applied);
  else sessionChanged(device, { conflict });
}

/** The lists of tags are read anew whenever devices or tags change: that is the sign that a revision took effect. */
export function followRevisions(): void {
  useTags.subscribe(({ byDevice }, before) => {
    for (const device of Object.keys(useTagEdits.getState().byDevice)) {
      if (byDevice[device] === before.byDevice[device]) continue;
      const { status } = sessionOf(device);
      // Without an answer nothing is known to be newer; the next change asks again.
      if (status === 'ready') void follow(device).catch(() => undefined);
      else if (status === 'failed') void wantApplied(device);
    }
  });
}
