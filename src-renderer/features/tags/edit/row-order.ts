import type { AppliedTags, Overlay, RowOrder } from './overlay.ts';
import { uidOf } from './tag-form.ts';

/** Every row in the order of the table: applied tags by uid, also those that are removed, and new ones by key. */
export function orderedKeys(overlay: Overlay, applied: AppliedTags): readonly string[] {
  const added = Map.groupBy(overlay.added, ({ after }) => after);
  const fresh = (after: string | null | undefined): readonly string[] => (added.get(after) ?? []).map(({ key }) => key);
  return [
    ...fresh(null),
    ...appliedOrder(overlay, applied).flatMap((uid) => [uid, ...fresh(uid)]),
    ...fresh(undefined),
  ];
}

/** The applied tags as they are to stand, by uid. */
export const appliedOrder = ({ order }: Overlay, applied: AppliedTags): readonly string[] =>
  order ? mergedOrder(order.uids, applied.list.map(uidOf)) : applied.list.map(uidOf);

/**
 * Puts rows, in the order they have, above another one, or at the end. New rows stay where they are seen, whatever
 * moves around them.
 */
export function rowsMoved(
  overlay: Overlay,
  applied: AppliedTags,
  keys: readonly string[],
  above: string | null,
): Overlay {
  const picked = new Set(keys);
  const all = orderedKeys(overlay, applied);
  const rest = all.filter((key) => !picked.has(key));
  const at = above === null ? -1 : rest.indexOf(above);
  const next = rest.toSpliced(at < 0 ? rest.length : at, 0, ...all.filter((key) => picked.has(key)));
  if (next.every((key, index) => key === all[index])) return overlay;
  return inOrder(overlay, applied, next);
}

function inOrder(overlay: Overlay, applied: AppliedTags, keys: readonly string[]): Overlay {
  const added = new Map(overlay.added.map((tag) => [tag.key, tag]));
  const lastApplied = keys.findLastIndex((key) => applied.byUid.has(key));
  let above: string | null = null;
  const tags = keys.flatMap((key, index) => {
    const tag = added.get(key);
    if (!tag) above = key;
    if (!tag) return [];
    // At the end it stays behind whatever comes to stand there.
    return [{ ...tag, after: tag.after === undefined && index > lastApplied ? undefined : above }];
  });
  const uids = keys.filter((key) => applied.byUid.has(key));
  return { ...overlay, added: tags, order: orderOver(applied, uids) };
}

/** An order of applied tags as an edit; undefined where they stand so already. */
export function orderOver({ list }: AppliedTags, wanted: readonly string[]): RowOrder | undefined {
  const now = list.map(uidOf);
  const uids = mergedOrder(wanted, now);
  const moved = movedBetween(now, uids);
  return moved.length === 0 ? undefined : { uids, moved };
}

/** All of `list` in the order of `wanted`; what that does not name stands behind the one that it follows in `list`. */
function mergedOrder(wanted: readonly string[], list: readonly string[]): readonly string[] {
  const known = new Set(list);
  const named = new Set(wanted);
  const behind = new Map<string | null, string[]>();
  let last: string | null = null;
  for (const uid of list) {
    if (named.has(uid)) last = uid;
    else behind.set(last, [...(behind.get(last) ?? []), uid]);
  }
  const sorted = wanted.filter((uid) => known.has(uid)).flatMap((uid) => [uid, ...(behind.get(uid) ?? [])]);
  return [...(behind.get(null) ?? []), ...sorted];
}

/** The fewest that have to be taken out and put elsewhere to make the one order of the other. */
function movedBetween(from: readonly string[], to: readonly string[]): readonly string[] {
  const place = new Map(from.map((uid, index) => [uid, index]));
  // The longest run that rises already stays; `ends[n]` is where the lowest one of n + 1 ends.
  const ends: number[] = [];
  const before = new Map<number, number>();
  for (const [index, uid] of to.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place.get(to[ends[middle]!]!)! < place.get(uid)!) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before.set(index, ends[low - 1]!);
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before.get(at)) kept.add(at);
  return to.filter((_, index) => !kept.has(index));
}
