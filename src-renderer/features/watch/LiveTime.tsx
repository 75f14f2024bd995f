import { type ReactNode, useEffect, useRef } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { liveValues } from '../../state/live-values.ts';
import { formatTime } from '../../ui/time-format.ts';

/** The time that the source gave the value, written by the live loop. */
export function LiveTime({ tag }: { readonly tag: TagView }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shownUs = -1;
    return liveLoop.add(() => {
      const timeUs = liveValues.usableUs[tag.index] ?? 0;
      if (!text.current || timeUs === shownUs) return 0;
      shownUs = timeUs;
      text.current.textContent = timeUs === 0 ? '—' : formatTime(timeUs / 1_000);
      return 1;
    });
  }, [tag]);
  return <span ref={text} className="live-age text" />;
}
