import { useMemo, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useTags } from '../../state/tags.ts';
import { matchesWords } from '../../ui/filter-words.ts';
import { withDerived } from './edit/derived-rows.ts';
import { nameOf } from './edit/tag-form.ts';
import { blankRows, rowKeeper, type TagRow, tagRows } from './edit/tag-rows.ts';
import { useTagSession } from './edit/tag-session.ts';

const NO_TAGS: readonly TagView[] = [];

/**
 * The rows of a tag table: those that a filter leaves, and all of them. New ones stay in sight whatever the
 * filter says; a device without tags has blank ones where it may be edited.
 */
export function useTagRows(
  device: string,
  filter: string,
  isEditable: boolean,
): { readonly rows: readonly TagRow[]; readonly all: readonly TagRow[] } {
  const { applied, history, faultsByRow } = useTagSession(device);
  const tags = useTags((state) => state.byDevice[device]?.tags ?? NO_TAGS);
  const views = useMemo(() => new Map(tags.map((tag) => [tag.uid, tag])), [tags]);
  const [keep] = useState(rowKeeper);
  const all = useMemo(
    () => keep(withDerived(tagRows(applied, history.now, views, faultsByRow), tags)),
    [keep, applied, history.now, views, tags, faultsByRow],
  );
  const rows = useMemo(() => {
    if (filter.trim() !== '') return all.filter((row) => row.state === 'new' || matchesWords(searchText(row), filter));
    return isEditable && applied.list.length === 0 ? [...all, ...blankRows(all.length)] : all;
  }, [all, filter, isEditable, applied]);
  return { rows, all };
}

function searchText({ form, base, view }: TagRow): string {
  const text = [form, base ?? {}].map((of) => `${nameOf(of)} ${words(of, ['id', 'address', 'unit', 'description'])}`);
  return view ? `${text.join(' ')} ${view.dataType} ${view.unit} ${view.topic}` : text.join(' ');
}

const words = (form: TagRow['form'], keys: readonly string[]): string =>
  keys.map((key) => (typeof form[key] === 'string' ? form[key] : '')).join(' ');
