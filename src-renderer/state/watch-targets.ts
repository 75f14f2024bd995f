import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { AddTargets } from './add-targets.ts';
import { noticed } from './notices.ts';
import type { TagRef } from './tags.ts';
import { tagsAddedToWatch, useWatchTables } from './watch-tables.ts';

/** Where selected tags can be added to among the watch tables: each that can be shown, or a new one. */
export const watchTargets: AddTargets = (tags) => [
  { label: 'A new watch table', detail: 'watch table', run: () => add('new', tags) },
  ...useWatchTables
    .getState()
    .list.filter(({ fault }) => fault === null)
    .map(({ id, name, rows }) => ({
      label: name,
      detail: rows === 1 ? 'watch table, 1 row' : `watch table, ${rows} rows`,
      run: () => add(id, tags),
    })),
];

function add(id: string, tags: readonly TagRef[]): void {
  tagsAddedToWatch(id, tags).catch((error: unknown) =>
    noticed({ kind: 'failed', text: `The tags were not added to a watch table. ${toNexusError(error).text}` }),
  );
}
