import type { FilterField, FilterShape } from '../domain/compile-filter.ts';
import type { CatalogueRow } from './catalogue.ts';

type TextOf = (row: CatalogueRow) => string | readonly string[];

const text = (id: string, doc: string, read: TextOf, also: readonly string[] = []): FilterField<CatalogueRow> => ({
  id,
  doc,
  kind: 'text',
  read,
  also,
});

/** What a filter of the catalogue may ask of a tag, on pages and of the gateway. */
export const CATALOGUE_FIELDS: readonly FilterField<CatalogueRow>[] = [
  text('name', 'Name or id', ({ name, id }) => [name, id]),
  text('dev', 'Device, by name or id', ({ device, deviceName }) => [device, deviceName], ['device']),
  text('description', 'Description', ({ description }) => description),
  text('unit', 'Unit', ({ unit }) => unit),
  text('type', 'Data type', ({ dataType }) => dataType),
  text('class', 'Classification', ({ classification }) => classification, ['classification']),
  text('owner', 'Owner', ({ owner }) => owner),
  text('topic', 'Topic', ({ topic }) => topic),
  text('used', 'Calculated tags that are made of it', ({ usedBy }) => usedBy),
  {
    id: 'is',
    doc: 'How the tag stands',
    kind: 'state',
    states: {
      remote: ({ remote }) => remote === true,
      off: ({ enabled }) => !enabled,
      derived: ({ derived }) => derived === true,
      used: ({ usedBy }) => usedBy.length > 0,
      undescribed: ({ description }) => description === '',
      unowned: ({ owner }) => owner === '',
    },
  },
];

/** Everything that a word looks into, in lower case. */
export const catalogueText = (row: CatalogueRow): string =>
  `${row.deviceName} ${row.device} ${row.name} ${row.id} ${row.description} ${row.unit} ${row.dataType} ${row.classification} ${row.owner} ${row.topic}`.toLowerCase();

export const CATALOGUE_SHAPE: FilterShape<CatalogueRow> = { fields: CATALOGUE_FIELDS, text: catalogueText };
