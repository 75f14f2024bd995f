import type { TagView } from '../../../src-shared/contract/devices.ts';
import { whereFromAsked } from '../../state/lineage-requests.ts';
import { may } from '../../state/roles.ts';
import type { TagRef } from '../../state/tags.ts';
import { topicAsked } from '../../state/topic-requests.ts';
import { followTagAsked } from '../../state/traffic-requests.ts';
import { addToTrend } from '../../state/trends.ts';
import { tagsAddedToUsualWatch } from '../../state/watch-tables.ts';
import { writeAsked } from '../../state/writing.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import { isOwn } from './edit/derived-rows.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { type ShownTable, takeIntent } from './edit/take-intent.ts';

export const refOf = (tag: TagView): TagRef => ({ device: tag.device, tag: tag.id });

/** The tags of rows that run: new ones do not yet. */
export const viewsOf = (rows: readonly TagRow[]): readonly TagView[] => rows.flatMap(({ view }) => view ?? []);

export const plot = (rows: readonly TagRow[]): void => addToTrend(viewsOf(rows).map(refOf));

export function isWritable(rows: readonly TagRow[]): boolean {
  const [tag, ...others] = viewsOf(rows);
  return tag !== undefined && others.length === 0 && tag.access === 'read_write' && may('write');
}

export function write(rows: readonly TagRow[]): void {
  const [tag] = viewsOf(rows);
  if (tag) writeAsked(refOf(tag));
}

/** Enter and a double click, where they edit nothing, do what the tag is for: write to it, or see it over time. */
export function writeOrPlot(row: TagRow): void {
  if (isWritable([row])) write([row]);
  else if (row.view) plot([row]);
}

/** What can be done with tags that run, whoever reads them. */
export function liveMenu(tags: readonly TagView[]): readonly MenuItem[] {
  const live = tags.length > 0 ? 'enabled' : 'disabled';
  return [
    { label: 'Add to trend', keys: 'Ctrl+Shift+A', state: live, onChoose: () => addToTrend(tags.map(refOf)) },
    { label: 'Add to watch', keys: '', state: live, onChoose: () => void tagsAddedToUsualWatch(tags.map(refOf)) },
    {
      label: 'Show topic',
      keys: '',
      state: tags.length === 1 ? 'enabled' : 'disabled',
      onChoose: () => topicAsked(tags[0]!.topic),
    },
    {
      label: 'Where from…',
      keys: '',
      state: tags.length === 1 ? 'enabled' : 'disabled',
      onChoose: () => whereFromAsked(refOf(tags[0]!)),
    },
    {
      label: 'Follow in traffic',
      keys: '',
      state: tags.length === 1 && !tags[0]!.remote && !tags[0]!.derived && may('configure') ? 'enabled' : 'disabled',
      onChoose: () => followTagAsked(refOf(tags[0]!)),
    },
  ];
}

/** Steps that open a dialog; some only some protocols have. */
export interface TagMenuSteps {
  readonly onProcessing?: ((row: TagRow) => void) | undefined;
  readonly onDetect?: ((row: TagRow) => void) | undefined;
  readonly onExpression?: ((row: TagRow) => void) | undefined;
}

/**
 * What can be done with tags from the menu of their rows.
 *
 * @param steps ask what may stand at a tag's address, or for its expression; each left out where the protocol has none
 */
export function tagMenu(
  table: ShownTable,
  rows: readonly TagRow[],
  isEditable: boolean,
  steps: TagMenuSteps = {},
): readonly MenuItem[] {
  const { onDetect, onExpression, onProcessing } = steps;
  const items: readonly MenuItem[] = [
    {
      label: 'Write value…',
      keys: 'Enter on Value',
      state: isWritable(rows) ? 'enabled' : 'disabled',
      onChoose: () => write(rows),
    },
    ...liveMenu(viewsOf(rows)),
  ];
  if (!isEditable) return items;
  const isAny = rows.some((row) => row.state !== 'removed' && isOwn(row));
  const [first] = rows;
  const canDetect =
    rows.length === 1 &&
    first!.state !== 'removed' &&
    first!.state !== 'derived' &&
    typeof first!.form['address'] === 'string';
  const isOneTag = rows.length === 1 && first!.state !== 'removed' && isOwn(first!);
  return [
    ...items,
    ...(onProcessing
      ? [
          {
            label: 'Edit processing…',
            keys: '',
            state: isOneTag ? ('enabled' as const) : ('disabled' as const),
            onChoose: () => onProcessing(first!),
          },
        ]
      : []),
    ...(onExpression
      ? [
          {
            label: 'Edit expression…',
            keys: '',
            state:
              rows.length === 1 && first!.state !== 'removed' && first!.state !== 'derived'
                ? ('enabled' as const)
                : ('disabled' as const),
            onChoose: () => onExpression(first!),
          },
        ]
      : []),
    ...(onDetect
      ? [
          {
            label: 'What is this?…',
            keys: '',
            state: canDetect ? ('enabled' as const) : ('disabled' as const),
            onChoose: () => onDetect(first!),
          },
        ]
      : []),
    {
      label: 'Add tag below',
      keys: 'Insert',
      state: 'enabled',
      onChoose: () => takeIntent(table, { kind: 'insert', below: rows.at(-1) }),
    },
    {
      label: rows.length > 1 ? `Delete ${rows.length} tags` : 'Delete tag',
      keys: 'Ctrl+Delete',
      state: isAny ? 'enabled' : 'disabled',
      onChoose: () => takeIntent(table, { kind: 'remove', rows }),
    },
  ];
}
