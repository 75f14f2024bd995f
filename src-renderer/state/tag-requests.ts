import { create } from 'zustand';
import { tabOpened } from './layout.ts';
import { tagsPath } from './remote-devices.ts';
import { selected } from './selection.ts';
import type { TagRef } from './tags.ts';

/** The tag that its table is to bring into sight as soon as it has it. */
export const useTagRequests = create<{
  readonly shown: TagRef | undefined;
  /** Its processing is to be edited. */
  readonly processed: TagRef | undefined;
}>()(() => ({ shown: undefined, processed: undefined }));

/** Opens the table of a tag with the focus on it. */
export function tagAsked(tag: TagRef): void {
  selected({ kind: 'tags', tags: [tag] });
  useTagRequests.setState({ shown: tag });
  tabOpened(tagsPath(tag.device), 'kept');
}

/** Opens the table of a tag with the editor of its processing. */
export function processingAsked(tag: TagRef): void {
  tagAsked(tag);
  useTagRequests.setState({ processed: tag });
}

export const processingShown = (): void => useTagRequests.setState({ processed: undefined });
export const tagShown = (): void => useTagRequests.setState({ shown: undefined });
