import { create } from 'zustand';
import { tabOpened } from './layout.ts';

/** The topic that the Namespace page is to show as soon as it is open. */
export const useTopicRequests = create<{ readonly shown: string | undefined }>()(() => ({ shown: undefined }));

/** Opens the namespace at a topic. */
export function topicAsked(topic: string): void {
  useTopicRequests.setState({ shown: topic });
  tabOpened('namespace', 'kept');
}

export const topicTaken = (): void => useTopicRequests.setState({ shown: undefined });
