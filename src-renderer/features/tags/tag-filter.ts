import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { FilterField, FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { DATA_TYPES } from '../../../src-shared/domain/data-type.ts';
import { useTagLabels } from '../../state/tag-labels.ts';
import { cellText, fieldById } from './edit/tag-fields.ts';
import { nameOf } from './edit/tag-form.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { liveFields } from './live-fields.ts';

/** What a filter may ask of a row of a tag table. */
export const TAG_SHAPE: FilterShape<TagRow> = {
  fields: [
    text('name', 'Name or id', (row) => [nameOf(row.form), cell(row, 'id')]),
    text('address', 'Address, as it is written', (row) => cell(row, 'address'), { also: ['addr'] }),
    text('type', 'Data type', (row) => cell(row, 'type') || (row.view?.dataType ?? ''), {
      values: () => DATA_TYPES,
    }),
    text('unit', 'Unit', (row) => [cell(row, 'unit'), row.view?.unit ?? '']),
    text('description', 'Description', (row) => cell(row, 'description')),
    text('class', 'Classification', (row) => cell(row, 'classification'), {
      also: ['classification'],
      values: () => useTagLabels.getState().classifications,
    }),
    text('owner', 'Owner', (row) => cell(row, 'owner'), { values: () => useTagLabels.getState().owners }),
    text('access', 'R or RW', (row) => cell(row, 'access') || 'R', { values: () => ['R', 'RW'] }),
    text('topic', 'Topic', ({ view }) => view?.topic ?? ''),
    ...liveFields<TagRow>(({ view }) => view),
    {
      id: 'is',
      doc: 'How the row stands',
      kind: 'state',
      states: {
        pending: ({ state }) => state === 'edited' || state === 'new' || state === 'removed',
        edited: ({ state }) => state === 'edited',
        new: ({ state }) => state === 'new',
        removed: ({ state }) => state === 'removed',
        error: ({ faults }) => faults.some(({ severity }) => severity === 'error'),
        warning: ({ faults }) => faults.some(({ severity }) => severity === 'warning'),
        writable: (row) => cell(row, 'access') === 'RW',
        off: ({ form }) => form['enabled'] === false,
        derived: ({ state }) => state === 'derived',
      },
    },
  ],
  text: textOf,
};

/** What a filter may ask of a tag that another gateway reads. */
export const REMOTE_TAG_SHAPE: FilterShape<TagView> = {
  fields: [
    { id: 'name', doc: 'Name', kind: 'text', read: ({ name }) => name },
    { id: 'unit', doc: 'Unit', kind: 'text', read: ({ unit }) => unit },
    { id: 'topic', doc: 'Topic', kind: 'text', read: ({ topic }) => topic },
    ...liveFields<TagView>((tag) => tag),
  ],
  text: ({ name, topic, unit }) => `${name} ${topic} ${unit}`.toLowerCase(),
};

function text(
  id: string,
  doc: string,
  read: (row: TagRow) => string | readonly string[],
  more: { readonly also?: readonly string[]; readonly values?: () => readonly string[] } = {},
): FilterField<TagRow> {
  return { id, doc, kind: 'text', read, ...more };
}

const cell = ({ form }: TagRow, id: string): string => cellText(form, fieldById(id)!);

const texts = new WeakMap<TagRow, string>();

/** As it is and as it was applied, so that a row stays in sight while it is renamed. Rows stay the same while they say the same. */
function textOf(row: TagRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { form, base, view } = row;
  const parts = (base === null || base === form ? [form] : [form, base]).map(
    (of) => `${nameOf(of)} ${words(of, ['id', 'address', 'unit', 'description'])}`,
  );
  const text = (view ? [...parts, view.dataType, view.unit, view.topic] : parts).join(' ').toLowerCase();
  texts.set(row, text);
  return text;
}

const words = (form: TagRow['form'], keys: readonly string[]): string =>
  keys.map((key) => (typeof form[key] === 'string' ? form[key] : '')).join(' ');
