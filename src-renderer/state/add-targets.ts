import type { PaletteChoice } from './palette.ts';
import type { TagRef } from './tags.ts';

/** Where selected tags can be added to now: trends, watch tables. */
export type AddTargets = (tags: readonly TagRef[]) => readonly PaletteChoice[];

const sources = new Map<string, AddTargets>();

/** A feature that holds tags says where they can be added to; the order of first offering is that of the list. */
export function targetsOffered(source: string, targets: AddTargets): void {
  sources.set(source, targets);
}

export const addTargets: AddTargets = (tags) => [...sources.values()].flatMap((source) => source(tags));
