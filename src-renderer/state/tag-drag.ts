import { z } from 'zod';
import type { TagRef } from './tags.ts';

/** What dragged tags carry: their names, as JSON. */
const TYPE = 'nexus/tags';
const Refs = z.array(z.object({ device: z.string(), tag: z.string() })).max(20_000);

/** The parts of a drag event that are used, so that any kind of event will do. */
interface Drag {
  readonly dataTransfer: DataTransfer | null;
}

/** Puts tags on a drag; tables, trends and watches take them. */
export function dragTags({ dataTransfer }: Drag, refs: readonly TagRef[]): void {
  if (!dataTransfer) return;
  dataTransfer.setData(TYPE, JSON.stringify(refs.map(({ device, tag }) => ({ device, tag }))));
  dataTransfer.setData('text/plain', refs.map(({ device, tag }) => `${device}/${tag}`).join('\n'));
  dataTransfer.effectAllowed = 'copyMove';
}

/** Whether tags are dragged; what they are is told at the drop only. */
export const carriesTags = ({ dataTransfer }: Drag): boolean => dataTransfer?.types.includes(TYPE) ?? false;

/** The tags that were dropped; empty where it was something else. */
export function droppedTags({ dataTransfer }: Drag): readonly TagRef[] {
  const text = dataTransfer?.getData(TYPE) ?? '';
  if (text === '') return [];
  try {
    return Refs.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}
