import type { CatalogueRow } from '../../../src-shared/contract/catalogue.ts';

/** What `field:` may name, and what it looks into. */
const FIELDS: Readonly<Record<string, (row: CatalogueRow) => string>> = {
  name: ({ name, id }) => `${name} ${id}`,
  dev: ({ device, deviceName }) => `${device} ${deviceName}`,
  device: ({ device, deviceName }) => `${device} ${deviceName}`,
  description: ({ description }) => description,
  unit: ({ unit }) => unit,
  type: ({ dataType }) => dataType,
  class: ({ classification }) => classification,
  classification: ({ classification }) => classification,
  owner: ({ owner }) => owner,
  topic: ({ topic }) => topic,
  used: ({ usedBy }) => usedBy.join(' '),
};

/** What `is:` may say. */
const STATES: Readonly<Record<string, (row: CatalogueRow) => boolean>> = {
  remote: ({ remote }) => remote === true,
  off: ({ enabled }) => !enabled,
  derived: ({ derived }) => derived === true,
  used: ({ usedBy }) => usedBy.length > 0,
  undescribed: ({ description }) => description === '',
  unowned: ({ owner }) => owner === '',
};

type Test = (row: CatalogueRow, text: string) => boolean;

/** Everything that a word without a field looks into, in lower case. */
export const catalogueText = (row: CatalogueRow): string =>
  `${row.deviceName} ${row.device} ${row.name} ${row.id} ${row.description} ${row.unit} ${row.dataType} ${row.classification} ${row.owner} ${row.topic}`.toLowerCase();

/**
 * A filter as it is typed (ux 3.0): words are joined by and, `field:value`, `-word`, `"exact phrase"`, `a|b`, `is:unowned`.
 * What names no field that there is counts as a word. Letters may be of either case.
 *
 * @returns whether a row passes; `text` is its `catalogueText`.
 */
export function catalogueFilter(typed: string): Test {
  const tests = (typed.toLowerCase().match(TERM) ?? []).map(testOf);
  return (row, text) => tests.every((test) => test(row, text));
}

/** `-owner:"north team"|south`: no blanks but within quotes. */
const TERM = /(?:"[^"]*"?|[^\s"])+/g;

function testOf(term: string): Test {
  if (term.length > 1 && term.startsWith('-')) {
    const test = testOf(term.slice(1));
    return (row, text) => !test(row, text);
  }
  const colon = term.indexOf(':');
  const field = colon < 0 ? undefined : term.slice(0, colon);
  const rest = plainWords(term.slice(colon + 1));
  if (field === 'is') {
    const states = rest.flatMap((word) => STATES[word] ?? []);
    if (states.length > 0) return (row) => states.some((state) => state(row));
  }
  const read = field !== undefined && Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (read) {
    // `owner:` alone asks for those that have none.
    if (rest.length === 0) return (row) => read(row) === '';
    return (row) => {
      const value = read(row).toLowerCase();
      return rest.some((word) => value.includes(word));
    };
  }
  const words = plainWords(term);
  return (_row, text) => words.length === 0 || words.some((word) => text.includes(word));
}

const plainWords = (text: string): readonly string[] =>
  text
    .split('|')
    .map((word) => word.replaceAll('"', ''))
    .filter((word) => word !== '');
