import { useState } from 'react';
import { usePause } from '../../state/pause.ts';

/** The newest value; while the live display is paused, the one that stood then. */
export function useUnlessPaused<T>(value: T): T {
  const isPaused = usePause((state) => state.sinceMs !== null);
  const [shown, setShown] = useState({ value });
  if (!isPaused && shown.value !== value) setShown({ value });
  return isPaused ? shown.value : value;
}
