import { useMemo, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useTags } from '../../state/tags.ts';
import { withDerived } from './edit/derived-rows.ts';
import { rowKeeper, type TagRow, tagRows } from './edit/tag-rows.ts';
import { useTagSession } from './edit/tag-session.ts';

const NO_TAGS: readonly TagView[] = [];

/** Every row of a tag table, in the order of the file. One that says the same as before is the same object. */
export function useTagRows(device: string): readonly TagRow[] {
  const { applied, history, faultsByRow } = useTagSession(device);
  const tags = useTags((state) => state.byDevice[device]?.tags ?? NO_TAGS);
  const views = useMemo(() => new Map(tags.map((tag) => [tag.uid, tag])), [tags]);
  const [keep] = useState(rowKeeper);
  return useMemo(
    () => keep(withDerived(tagRows(applied, history.now, views, faultsByRow), tags)),
    [keep, applied, history.now, views, tags, faultsByRow],
  );
}
