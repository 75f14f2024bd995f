import type { TagEdit } from '../../../../src-shared/contract/config.ts';
import { type AppliedTags, type Overlay, patched } from './overlay.ts';
import { appliedOrder } from './row-order.ts';
import { idOf, isForm, isSameValue, type TagForm } from './tag-form.ts';

/** The edits as the gateway takes them: tags by the ids that they have now, values as merge patches (RFC 7396). */
export function toEdits(overlay: Overlay, applied: AppliedTags): TagEdit[] {
  const { byUid } = applied;
  const known = (uid: string): TagForm[] => {
    const form = byUid.get(uid);
    return form ? [form] : [];
  };
  const order = overlay.order && appliedOrder(overlay, applied).flatMap((uid) => known(uid).map(idOf));
  return [
    ...(order ? [{ kind: 'order' as const, tags: order }] : []),
    ...Object.entries(overlay.changes).flatMap(([uid, patch]) =>
      known(uid).map(
        (base): TagEdit => ({ kind: 'change', tag: idOf(base), patch: mergePatch(base, patched(base, patch)) }),
      ),
    ),
    ...overlay.removed.flatMap(known).map((base): TagEdit => ({ kind: 'remove', tag: idOf(base) })),
    ...overlay.added.map(({ form, after }): TagEdit => {
      const above = typeof after === 'string' ? byUid.get(after) : undefined;
      const place = after === null ? { after: null } : above ? { after: idOf(above) } : {};
      return { kind: 'add', tag: { ...form }, ...place };
    }),
  ];
}

function mergePatch(from: TagForm, to: TagForm): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (key) => !isSameValue(from[key], to[key]),
  );
  return Object.fromEntries(
    keys.map((key) => {
      const [before, after] = [from[key], to[key]];
      return [key, isForm(before) && isForm(after) ? mergePatch(before, after) : (after ?? null)];
    }),
  );
}
