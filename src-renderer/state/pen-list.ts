import { MOST_PENS } from '../../src-shared/contract/trends.ts';
import type { PenLook } from '../../src-shared/domain/pen-look.ts';
import type { TagRef } from './tags.ts';

/** A tag in a trend. The slot, 1…32, gives colour, dash and number, and stays the same while others come and go. */
export interface Pen extends TagRef, PenLook {
  readonly slot: number;
}

/** Adds tags in the lowest free slots; those that are there already, or for which there is no slot, are left out. */
export function addPens(pens: readonly Pen[], tags: readonly TagRef[]): readonly Pen[] {
  const result = [...pens];
  for (const { device, tag } of tags) {
    if (result.length >= MOST_PENS) break;
    if (result.some((pen) => pen.device === device && pen.tag === tag)) continue;
    const taken = new Set(result.map((pen) => pen.slot));
    let slot = 1;
    while (taken.has(slot)) slot++;
    result.push({ slot, device, tag });
  }
  return result.sort((a, b) => a.slot - b.slot);
}
