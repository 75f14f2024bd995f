import { FaultView } from '../../../../src-shared/contract/config.ts';
import { type NexusError, toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { faultsOfCheck } from './cell-faults.ts';
import { fileOf } from './check-edits.ts';
import { mapped, NO_HISTORY, redone, stepped, undone } from './edit-history.ts';
import { countEdits, editTotal, NO_EDITS, type Overlay } from './overlay.ts';
import { fetchApplied, wantApplied } from './read-applied.ts';
import { rebased } from './rebase.ts';
import { isSameValue, type TagForm } from './tag-form.ts';
import { rowsToApply } from './tag-rows.ts';
import { errorsOf, faultsFound, historyChanged, type Said, sessionChanged, sessionOf } from './tag-session.ts';
import { toEdits } from './to-edits.ts';
import { whatChanged } from './what-changed.ts';

/** `7 edited · 2 new · 1 deleted · 3 moved`; empty where nothing is pending. */
export function editSummary(overlay: Overlay): string {
  const { edited, added, removed, moved } = countEdits(overlay);
  const parts = [
    [edited, 'edited'],
    [added, 'new'],
    [removed, 'deleted'],
    [moved, 'moved'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(' · ');
}

/** Saves the edits of a device as one revision; says by itself what stands in the way. Never rejects. */
export async function applyEdits(device: string): Promise<void> {
  await wantApplied(device);
  const session = sessionOf(device);
  const { history, applied, revision } = session;
  if (session.isApplying || editTotal(history.now) === 0 || session.conflict !== null) return;
  if (session.status !== 'ready')
    return say(device, { tone: 'error', code: 'NX_NET_UNREACHABLE', text: session.reason });
  if (errorsOf(session) > 0) return nextErrorShown(device);
  sessionChanged(device, { isApplying: true, said: null });
  try {
    const comment = `Tags of ${device}: ${editSummary(history.now)}`;
    await rpc().config.changeTags({ device, base: revision, comment, edits: toEdits(history.now, applied) });
    await adoptImports(device, history.now.imports ?? []);
    await takeOver(device);
  } catch (error) {
    await refused(device, toNexusError(error));
  } finally {
    sessionChanged(device, { isApplying: false });
  }
}

/** Files whose rows these edits were are from now on what was imported last. Without an answer they are compared by two. */
async function adoptImports(device: string, imports: readonly string[]): Promise<void> {
  for (const stage of imports)
    await rpc()
      .tagFiles.adopt({ device, stage })
      .catch(() => undefined);
}

/** Puts the focus on a cell with an error; each time on the next one. */
export function nextErrorShown(device: string): void {
  const { faults } = sessionOf(device);
  const errors = faults.filter(({ severity, row }) => severity === 'error' && row !== null);
  const at = (lastShown.get(device) ?? -1) + 1;
  const next = errors[at % Math.max(1, errors.length)];
  lastShown.set(device, at % Math.max(1, errors.length));
  if (next) sessionChanged(device, { wanted: { row: next.row!, column: next.column } });
}

const lastShown = new Map<string, number>();

/** The edits are in effect. Steps back from here are edits of the tags that they made. */
async function takeOver(device: string): Promise<void> {
  const { history, applied } = sessionOf(device);
  try {
    const now = await fetchApplied(device);
    const over = (overlay: Overlay): Overlay => rebased(overlay, applied, history.now, now.applied);
    sessionChanged(device, { ...now, history: { ...mapped(history, over), now: NO_EDITS } });
    faultsFound(device, []);
  } catch {
    // They were applied, but what became of them is not known: it is read as soon as the gateway answers.
    sessionChanged(device, { status: 'unread', revision: 0, history: NO_HISTORY });
    faultsFound(device, []);
    void wantApplied(device);
  }
}

async function refused(device: string, { code, text, context }: NexusError): Promise<void> {
  const { history, applied, revision } = sessionOf(device);
  // Who asks for thousands of tags may lose the link over it, and they take effect all the same.
  if (code === 'NX_NET_UNREACHABLE' && (await tookEffect(device))) return takeOver(device);
  if (code === 'NX_PROJECT_INVALID') {
    const faults = FaultView.omit({ line: true }).array().safeParse(context['faults']).data ?? [];
    const rows = rowsToApply(applied, history.now);
    const found = faultsOfCheck(
      faults.map((fault) => ({ ...fault, line: null })),
      fileOf(device),
      rows,
    );
    faultsFound(device, found);
    const elsewhere = found.find(({ row }) => row === null);
    if (elsewhere || found.length === 0)
      say(device, { tone: 'error', code: elsewhere?.code ?? code, text: elsewhere?.text ?? text });
    return;
  }
  if (code === 'NX_REVISION_CONFLICT') {
    const current = await fetchApplied(device).catch(() => undefined);
    const what = current && (await whatChanged(device, revision, current.revision).catch(() => null));
    if (current && current.revision > revision) {
      sessionChanged(device, { conflict: what ?? text });
      return;
    }
  }
  say(device, { tone: 'error', code, text });
}

/** Whether a change that got no answer was made all the same: the device is as it was asked for. */
async function tookEffect(device: string): Promise<boolean> {
  const { history, applied, revision } = sessionOf(device);
  const wanted = rowsToApply(applied, history.now).map(({ form }) => form);
  const endMs = performance.now() + PATIENCE_MS;
  while (performance.now() < endMs) {
    const now = await fetchApplied(device).catch(() => undefined);
    if (now && now.revision > revision) return isSameTags(wanted, now.applied.list);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return false;
}

/** A gateway that is that busy with a change answers no sooner. */
const PATIENCE_MS = 30_000;
const ASK_AGAIN_MS = 1_000;

const isSameTags = (wanted: readonly TagForm[], found: readonly TagForm[]): boolean =>
  wanted.length === found.length &&
  wanted.every((form, at) => isSameValue({ ...form, uid: null }, { ...found[at], uid: null }));

const say = (device: string, said: Said): void => sessionChanged(device, { said });

/** Takes the edits away, as one more step: they can be had back. */
export function discardEdits(device: string): void {
  const { history, isApplying } = sessionOf(device);
  if (!isApplying) historyChanged(device, stepped(history, NO_EDITS));
}

export function undoEdit(device: string): void {
  const { history, isApplying } = sessionOf(device);
  if (!isApplying) historyChanged(device, undone(history));
}

export function redoEdit(device: string): void {
  const { history, isApplying } = sessionOf(device);
  if (!isApplying) historyChanged(device, redone(history));
}
