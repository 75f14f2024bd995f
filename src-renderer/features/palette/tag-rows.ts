import { tabOpened } from '../../state/layout.ts';
import { tabRowAsked } from '../../state/palette.ts';
import { tagsPath } from '../../state/remote-devices.ts';
import { selected } from '../../state/selection.ts';
import type { TagRef } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';
import { asTab, type PaletteRow, type RowUse } from './palette-row.ts';
import { tagKey } from './recent-rows.ts';
import type { TagHit } from './tag-index.ts';

/** A tag that was found: opens its table at its row, or adds it to the current trend. */
export function tagRow(hit: TagHit, detail: 'device' | 'topic'): PaletteRow {
  const tag = { device: hit.device, tag: hit.tag };
  return {
    key: tagKey(hit.device, hit.tag),
    kind: 'tag',
    title: hit.name,
    detail: detail === 'topic' ? hit.topic : `${hit.deviceName} · ${hit.tag}`,
    tag,
    use: (how) => useTag(tag, how),
  };
}

function useTag(tag: TagRef, how: RowUse): void {
  if (how === 'add') return addToTrend([tag]);
  const path = tagsPath(tag.device);
  tabOpened(path, asTab(how));
  selected({ kind: 'tags', tags: [tag] });
  tabRowAsked(path, tag.tag);
}
