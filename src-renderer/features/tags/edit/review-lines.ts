import { ruleCondition } from '../../../../src-shared/domain/rule-words.ts';
import { writtenRule } from '../../../forms/rule-form.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import { type AppliedTags, type Overlay, type Patch, patchBetween } from './overlay.ts';
import { cellText, fieldAt, TAG_FIELDS } from './tag-fields.ts';
import { isForm, nameOf, type TagForm, uidOf, valueAt, withValueAt } from './tag-form.ts';

/** One cell that Apply changes, in words. */
export interface ReviewLine {
  readonly key: string;
  readonly tag: string;
  readonly kind: 'changed' | 'new' | 'removed' | 'moved';
  /** Empty for a tag that is removed. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Edits cell by cell: what is changed first, then what is new, what goes, and what stands elsewhere. */
export function reviewLines({ changes, added, removed, order }: Overlay, { list, byUid }: AppliedTags): ReviewLine[] {
  return [
    ...Object.entries(changes).flatMap(([uid, patch]) => {
      const base = byUid.get(uid);
      return base ? cellLines(uid, nameOf(base), 'changed', base, patch) : [];
    }),
    ...added.flatMap(({ key, form }) => cellLines(key, nameOf(form) || 'New tag', 'new', {}, patchBetween({}, form))),
    ...removed.flatMap((uid): ReviewLine[] => {
      const base = byUid.get(uid);
      return base ? [{ key: uid, tag: nameOf(base), kind: 'removed', field: '', before: '', after: '' }] : [];
    }),
    ...movedLines(order, list, byUid),
  ];
}

function movedLines(
  order: Overlay['order'],
  list: AppliedTags['list'],
  byUid: AppliedTags['byUid'],
): readonly ReviewLine[] {
  if (!order) return [];
  const before = new Map(list.map((form, index) => [uidOf(form), index + 1]));
  const after = new Map(order.uids.map((uid, index) => [uid, index + 1]));
  return order.moved.flatMap((uid): ReviewLine[] => {
    const base = byUid.get(uid);
    const row = (places: ReadonlyMap<string, number>): string => `Row ${formatInteger(places.get(uid) ?? 0)}`;
    if (!base) return [];
    return [{ key: uid, tag: nameOf(base), kind: 'moved', field: 'Place', before: row(before), after: row(after) }];
  });
}

function cellLines(key: string, tag: string, kind: 'changed' | 'new', base: TagForm, patch: Patch): ReviewLine[] {
  return Object.entries(patch).map(([path, value]) => {
    const field = TAG_FIELDS.find((one) => one.path === path);
    const text = (of: unknown): string =>
      path === 'quality_rules' ? rulesText(of) : cellText(withValueAt({}, path, of ?? undefined), field ?? { path });
    const title = field?.title ?? (fieldAt(path) ? path : path.replaceAll('_', ' '));
    return { key, tag, kind, field: title, before: text(valueAt(base, path)), after: text(value) };
  });
}

/** `Below 0 or above 120, reject` */
const rulesText = (rules: unknown): string =>
  (Array.isArray(rules) ? rules.filter(isForm) : [])
    .map(writtenRule)
    .map((rule) => `${ruleCondition(rule)}, ${rule.action ?? 'flag'}`)
    .join(' · ');
