import { z } from 'zod';
import { plainHeading } from '../../../../src-shared/tag-files/tag-path.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { readStored, writeStored } from '../../../state/stored.ts';

const Kept = z.record(z.string(), z.string());
const keyOf = (format: string): string => `nexus.import-columns.${format}`;

/** What each column is taken for: as somebody chose for the same heading of the same format, or as the file was recognised. */
export function keptMapping({ format, headings, mapping }: TagSheet): readonly string[] {
  const kept = readStored(keyOf(format), Kept) ?? {};
  const chosen = headings.map((heading, column) => kept[plainHeading(heading)] ?? mapping[column]!);
  return chosen.map((path, column) => (path !== '' && chosen.indexOf(path) < column ? '' : path));
}

/** Remembers a choice for the next file of the format. */
export function keepMapping({ format, headings }: TagSheet, mapping: readonly string[]): void {
  const before = readStored(keyOf(format), Kept) ?? {};
  const now = headings.map((heading, column) => [plainHeading(heading), mapping[column]!] as const);
  writeStored(keyOf(format), { ...before, ...Object.fromEntries(now) });
}
