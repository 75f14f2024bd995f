import { create } from 'zustand';
import type { LinkState } from '../rpc/link-state.ts';

/** How this page stands with its gateway. */
export const useLink = create<{ readonly state: LinkState }>()(() => ({ state: { kind: 'connecting' } }));

export function linkChanged(state: LinkState): void {
  useLink.setState({ state });
}

export const isLost = (): boolean => useLink.getState().state.kind === 'lost';

/** False also before the first connection, where a call is refused without having been made. */
export const isOpen = (): boolean => useLink.getState().state.kind === 'open';
