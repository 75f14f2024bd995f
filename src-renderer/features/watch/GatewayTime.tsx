import { type ReactNode, useEffect, useRef } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import { useDevices } from '../../state/devices.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { liveValues } from '../../state/live-values.ts';
import { formatTime } from '../../ui/time-format.ts';

/** When the gateway last knew the value to hold: by a point, or by a poll that found it unchanged. */
export function GatewayTime({ tag }: { readonly tag: TagView }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shownUs = -1;
    return liveLoop.add(() => {
      const usableUs = liveValues.usableUs[tag.index] ?? 0;
      const polledUs = isBad(liveValues.status[tag.index] ?? 0)
        ? 0
        : (useDevices.getState().health[tag.device]?.lastGoodUs ?? 0);
      const heldUs = usableUs === 0 ? 0 : Math.max(usableUs, polledUs);
      if (!text.current || heldUs === shownUs) return 0;
      shownUs = heldUs;
      text.current.textContent = heldUs === 0 ? '—' : formatTime(heldUs / 1_000);
      return 1;
    });
  }, [tag]);
  return <span ref={text} className="live-age text" />;
}
