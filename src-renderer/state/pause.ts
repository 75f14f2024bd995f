import { create } from 'zustand';
import { liveLoop } from './live-loop.ts';

/** Whether all live updates on this screen stand still, and since when (wall clock, ms). */
export const usePause = create<{ readonly sinceMs: number | null }>()(() => ({ sinceMs: null }));

export function pauseToggled(): void {
  const sinceMs = usePause.getState().sinceMs === null ? Date.now() : null;
  liveLoop.paused = sinceMs !== null;
  usePause.setState({ sinceMs });
}
