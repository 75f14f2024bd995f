import { tabOpened } from './layout.ts';
import type { TagRef } from './tags.ts';

/** The tab that shows the frames of a device that carry one of its tags. */
export const tagTrafficPath = ({ device, tag }: TagRef): string =>
  `device/${device}/traffic/${encodeURIComponent(tag)}`;

/** Opens that tab. */
export const followTagAsked = (tag: TagRef): void => tabOpened(tagTrafficPath(tag), 'kept');
