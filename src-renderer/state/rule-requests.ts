import { create } from 'zustand';
import { tabOpened } from './layout.ts';

/** What the page of quality rules is to be narrowed to as soon as it is shown. */
export const useRuleRequests = create<{ readonly filter: string | undefined }>()(() => ({ filter: undefined }));

/** Opens the quality rules. @param filter words that they have to hold: `boiler-1 steam_p`; empty for all of them. */
export function rulesAsked(filter: string): void {
  useRuleRequests.setState({ filter });
  tabOpened('rules', 'kept');
}

export const rulesShown = (): void => useRuleRequests.setState({ filter: undefined });
