import { whereFromAsked } from '../../state/lineage-requests.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import type { TagRef } from '../../state/tags.ts';
import { topicAsked } from '../../state/topic-requests.ts';
import { addToTrend } from '../../state/trends.ts';
import { tagsAddedToUsualWatch } from '../../state/watch-tables.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import type { ListedTag } from './catalogue-store.ts';

export const refOf = ({ row }: ListedTag): TagRef => ({ device: row.device, tag: row.id });

/** What can be done with chosen tags; those that are switched off are only edited. */
export function catalogueMenu(tags: readonly ListedTag[]): readonly MenuItem[] {
  const [first] = tags;
  const live = tags.filter(({ row }) => row.enabled);
  const one = tags.length === 1 ? 'enabled' : 'disabled';
  const some = live.length > 0 ? 'enabled' : 'disabled';
  return [
    { label: 'Show in its tag table', keys: 'Enter', state: one, onChoose: () => tagAsked(refOf(first!)) },
    { label: 'Add to trend', keys: 'Ctrl+Shift+A', state: some, onChoose: () => addToTrend(live.map(refOf)) },
    { label: 'Add to watch', keys: '', state: some, onChoose: () => void tagsAddedToUsualWatch(live.map(refOf)) },
    { label: 'Where from…', keys: '', state: one, onChoose: () => whereFromAsked(refOf(first!)) },
    { label: 'Show topic', keys: '', state: one, onChoose: () => topicAsked(first!.row.topic) },
  ];
}
