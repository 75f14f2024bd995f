import type { FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { changedWords, type RevisionRow } from './revision-columns.tsx';

/** What a filter may ask of a revision. */
export const REVISION_FILTER: FilterShape<RevisionRow> = {
  fields: [
    { id: 'by', doc: 'Who made it', kind: 'text', read: ({ author }) => author },
    { id: 'comment', doc: 'Comment', kind: 'text', read: ({ comment }) => comment },
    {
      id: 'dev',
      also: ['device'],
      doc: 'Device that it changed',
      kind: 'text',
      read: ({ changed }) => [...(changed?.devices ?? [])],
    },
    {
      id: 'is',
      doc: 'How it stands',
      kind: 'state',
      states: {
        current: ({ isCurrent }) => isCurrent,
        deployed: ({ runsOn }) => runsOn.length > 0,
        settings: ({ changed }) => changed?.settings === true,
      },
    },
  ],
  text: (row) =>
    `${row.revision} ${row.author} ${row.comment} ${changedWords(row)} ${row.runsOn.join(' ')}`.toLowerCase(),
};
