import { WATCH_FORMATS } from '../../../src-shared/contract/watches.ts';
import { heldBefore, preparedOf } from '../../state/prepared-writes.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import { FORMAT_WORDS } from './show-as.ts';
import type { WatchGridActions } from './use-watch-actions.ts';
import type { WatchLine } from './watch-lines.ts';

const item = (label: string, keys: string, onChoose: () => void, isPossible = true): MenuItem => ({
  ...{ label, keys, onChoose },
  state: isPossible ? 'enabled' : 'disabled',
});

/** What can be done with the row that was asked for, and with those that are selected beside it. */
export function rowMenu(line: WatchLine | undefined, actions: WatchGridActions, mayEdit: boolean): readonly MenuItem[] {
  if (!line || !mayEdit) return [];
  const remove = item('Remove', 'Del', actions.remove);
  if (line.kind === 'section') return [remove];
  const { format } = line;
  return [
    ...(line.kind === 'tag' && line.tag?.access === 'read_write'
      ? [
          item('Dry run of the prepared value', 'Alt+Enter', actions.dryRun, preparedOf(line.ref) !== undefined),
          item('Restore the value before', 'Alt+Z', actions.restore, heldBefore(line.ref) !== undefined),
        ]
      : []),
    ...(line.kind === 'address' ? [item('Make tag…', '', () => actions.makeTag(line))] : []),
    item('Show as the tag says', '', () => actions.format(undefined), format !== undefined),
    ...WATCH_FORMATS.map((one) =>
      item(`Show as ${FORMAT_WORDS[one].toLowerCase()}`, '', () => actions.format(one), format !== one),
    ),
    item('Write a note', 'Shift+F2', () => actions.editNote(line.key)),
    remove,
  ];
}
