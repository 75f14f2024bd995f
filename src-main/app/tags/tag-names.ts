import type { TagNames } from '../../../src-shared/contract/devices.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { describeTag } from './describe-tag.ts';
import { type DeviceEntry, everyTag } from './tag-directory.ts';

/** What the tags of a device are found by, as columns of lines. */
export function tagNames(entry: DeviceEntry): TagNames {
  const { device } = entry;
  const tags = everyTag(entry);
  // Names and ids hold no control characters: the checks of a project see to that.
  const column = (cell: (tag: Tag) => string | undefined): string => tags.map(({ tag }) => cell(tag) ?? '').join('\n');
  return {
    device: device.id,
    name: device.name ?? device.id,
    unsPrefix: device.uns_prefix,
    tags: tags.length,
    ids: column((tag) => tag.id),
    names: column((tag) => tag.name),
    addresses: tags.map((one) => (one.derived ? describeTag(one).canonical : one.tag.address)).join('\n'),
    topicSuffixes: column((tag) => tag.topic_suffix),
  };
}
