import { tagPattern } from '../../../src-shared/domain/tag-pattern.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { RemoteTag } from '../remote/remote-tags.ts';
import type { StoredTag } from '../storage.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';

/** A tag whose history goes into a file. */
export interface ChosenTag extends StoredTag {
  readonly topic: string;
  readonly unit: string;
}

/**
 * The tags of this project and of other gateways that the patterns name, in the order of their topics. Of one topic the
 * tag of this project is meant.
 *
 * @throws NexusError NX_NOT_FOUND for a pattern that names none.
 */
export function chosenTags(
  patterns: readonly string[],
  directory: Pick<TagDirectory, 'tags'>,
  remote: { readonly all: Iterable<RemoteTag> },
): ChosenTag[] {
  const chosen = new Map<string, ChosenTag>();
  const others = [...remote.all];
  for (const pattern of patterns) {
    const test = tagPattern(pattern);
    const own = directory.tags
      .filter(({ device, tag, topic }) => test({ device: device.device.id, tag: tag.id, topic }))
      .map(({ uid, topic, device, tag }) => {
        return { uid, device, topic, unit: tag.unit === undefined ? '' : unitSymbol(tag.unit) };
      });
    const found = [...others.filter(({ device, tag, topic }) => test({ device: device.path, tag, topic })), ...own];
    if (found.length === 0) {
      const text = `No tag matches “${pattern}”. Write device/tag or a topic; + stands for one level, # for all that follow.`;
      throw new NexusError('NX_NOT_FOUND', text, { pattern });
    }
    for (const { uid, device, topic, unit } of found) chosen.set(topic, { uid, device, topic, unit });
  }
  return [...chosen.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
