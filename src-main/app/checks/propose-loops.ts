import { type CheckLoop, type CheckTemplate, MAX_CHECK_LOOPS } from '../../../src-shared/domain/check-sheet.ts';
import { byLoopName, templateFor } from '../../../src-shared/domain/check-template.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import { topicMatches } from '../tags/topic-matches.ts';

export interface LoopsAsked {
  readonly devices?: readonly string[] | undefined;
  /** A place in the namespace: tags at it and below. */
  readonly area?: string | undefined;
  /** Words, each of which device, tag, name or topic contains. */
  readonly find?: string | undefined;
  readonly templates?: readonly CheckTemplate[] | undefined;
  /** Whether analogue inputs are to show an open circuit. */
  readonly wireBreak: boolean;
}

/** Loops for tags as they are now, in the order of devices and names. @returns also how many were too many for a sheet. */
export function proposeLoops(
  directory: TagDirectory,
  asked: LoopsAsked,
): { readonly loops: CheckLoop[]; readonly leftOut: number } {
  const words = (asked.find ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const area = asked.area?.replace(/\/+$/, '') ?? '';
  const filter = area === '' ? undefined : `${area}/#`.split('/');
  const loops = directory.tags
    .filter(({ device }) => asked.devices?.includes(device.device.id) ?? true)
    .filter(({ topic }) => !filter || topicMatches(filter, topic.split('/')))
    .map((entry) => ({ entry, view: directory.view(entry) }))
    .filter(({ entry, view }) => {
      const text =
        `${view.device} ${entry.device.device.name ?? ''} ${view.id} ${view.name} ${view.topic}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => byLoopName(a.view, b.view))
    .map(({ view }): CheckLoop => {
      const template = templateFor(view);
      return {
        device: view.device,
        tag: view.id,
        template,
        ...(asked.wireBreak && template === 'ai' && { wire_break: true }),
      };
    })
    .filter(({ template }) => asked.templates?.includes(template) ?? true);
  return { loops: loops.slice(0, MAX_CHECK_LOOPS), leftOut: Math.max(0, loops.length - MAX_CHECK_LOOPS) };
}
