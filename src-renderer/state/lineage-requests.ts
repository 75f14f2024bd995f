import { tabOpened } from './layout.ts';
import { deviceOfTab } from './remote-devices.ts';
import type { TagRef } from './tags.ts';

/** The tab that says where the values of a tag come from; of one moment, µs since 1970, or of now. */
export const lineagePath = ({ device, tag }: TagRef, atUs?: number): string =>
  [
    'lineage',
    encodeURIComponent(device),
    encodeURIComponent(tag),
    ...(atUs === undefined ? [] : [Math.floor(atUs)]),
  ].join('/');

/** A name as such a path holds it. */
export const nameInPath = deviceOfTab;

/** Opens that tab. */
export const whereFromAsked = (tag: TagRef, atUs?: number): void => tabOpened(lineagePath(tag, atUs), 'kept');
