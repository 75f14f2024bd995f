import type { TagSheet } from './tag-sheet.ts';

/** A tag that was found in a file that is no table: its fields by path, and the line it stands in. */
export interface FoundTag {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Fields of tags in the order in which a table shows them. */
const ORDER = [
  'name',
  'address',
  'data_type',
  'access',
  'enabled',
  'scaling',
  'raw_low',
  'raw_high',
  'eu_low',
  'eu_high',
  'clamp_low',
  'clamp_high',
  'unit',
  'deadband.absolute',
  'description',
] as const;

/** Found tags as a sheet with a column for each field that one of them has. */
export function textTable(
  format: string,
  tags: readonly FoundTag[],
  notes: readonly string[],
): Omit<TagSheet, 'parts' | 'part'> {
  const paths = ORDER.filter((path) => path === 'address' || tags.some(({ cells }) => (cells[path] ?? '') !== ''));
  return {
    format,
    headings: paths.map((path) => path.replaceAll(/[._]/g, ' ').replace(/^./, (letter) => letter.toUpperCase())),
    rows: tags.map(({ cells }) => paths.map((path) => cells[path] ?? '')),
    lines: tags.map(({ line }) => line),
    mapping: paths,
    notes,
  };
}
