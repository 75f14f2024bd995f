import { type AppliedTags, type NewTag, type Overlay, type Patch, patchBetween, patched } from './overlay.ts';
import { orderedKeys, orderOver } from './row-order.ts';
import { idOf, type TagForm, uidOf } from './tag-form.ts';

/**
 * An older state of the edits, said over the tags that are applied now: undoing it then asks for the tags as they were.
 *
 * @param old edits over `before`.
 * @param done the edits over `before` that were applied and made `after` of it.
 */
export function rebased(old: Overlay, before: AppliedTags, done: Overlay, after: AppliedTags): Overlay {
  const wasRemoved = new Set(old.removed);
  const nowApplied = appliedUids(done, after);
  const changes: Record<string, Patch> = {};
  const added: NewTag[] = [];
  const removed = new Set(old.removed.filter((uid) => after.byUid.has(uid)));
  const restate = (uid: string, target: TagForm): void => {
    const now = after.byUid.get(uid);
    if (!now) {
      added.push({ key: uid, after: placeOf(before, after, uid), form: target, hasOwnId: true });
      return;
    }
    const patch = patchBetween(now, target);
    if (Object.keys(patch).length > 0) changes[uid] = patch;
  };
  for (const uid of new Set([...Object.keys(old.changes), ...Object.keys(done.changes), ...done.removed])) {
    const base = before.byUid.get(uid);
    if (base && !wasRemoved.has(uid)) restate(uid, patched(base, old.changes[uid]));
  }
  for (const tag of old.added) {
    const uid = nowApplied.get(tag.key);
    if (uid === undefined) added.push({ ...tag, after: knownPlace(tag.after, after) });
    else restate(uid, tag.form);
  }
  const wanted = new Set(old.added.map(({ key }) => key));
  for (const [key, uid] of nowApplied) if (!wanted.has(key)) removed.add(uid);
  const places = orderedKeys(old, before).map((key) => nowApplied.get(key) ?? key);
  return { changes, added, removed: [...removed], order: orderOver(after, places) };
}

/** Edits over tags that somebody else changed: those of tags that are gone are dropped, so is what is so by now. */
export function carriedOver(overlay: Overlay, applied: AppliedTags): Overlay {
  const changes = Object.entries(overlay.changes).flatMap(([uid, patch]) => {
    const base = applied.byUid.get(uid);
    const left = base ? patchBetween(base, patched(base, patch)) : {};
    return Object.keys(left).length > 0 ? [[uid, left] as const] : [];
  });
  return {
    ...overlay,
    changes: Object.fromEntries(changes),
    added: overlay.added.map((tag) => ({ ...tag, after: knownPlace(tag.after, applied) })),
    removed: overlay.removed.filter((uid) => applied.byUid.has(uid)),
    order: overlay.order && orderOver(applied, overlay.order.uids),
  };
}

/** Which tag each new row became. */
function appliedUids({ added }: Overlay, after: AppliedTags): ReadonlyMap<string, string> {
  const byId = new Map(after.list.map((form) => [idOf(form), uidOf(form)]));
  return new Map(
    added.flatMap(({ key, form }) => {
      const uid = byId.get(idOf(form));
      return uid === undefined ? [] : [[key, uid] as const];
    }),
  );
}

/** Below the nearest tag above it that is still there. */
function placeOf({ list }: AppliedTags, after: AppliedTags, uid: string): string | null {
  const at = list.findIndex((form) => uidOf(form) === uid);
  const above = list.slice(0, Math.max(0, at)).findLast((form) => after.byUid.has(uidOf(form)));
  return above ? uidOf(above) : null;
}

const knownPlace = (place: NewTag['after'], { byUid }: AppliedTags): NewTag['after'] =>
  typeof place === 'string' && !byUid.has(place) ? undefined : place;
