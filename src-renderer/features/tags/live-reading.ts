import type { TagView } from '../../../src-shared/contract/devices.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { isLost } from '../../state/link.ts';
import { liveValues } from '../../state/live-values.ts';
import { expectedMs } from '../../state/paces.ts';
import { formatValue } from '../../ui/number-format.ts';
import { type ValueState, valueState } from '../../ui/value-view.ts';

/**
 * Milliseconds since the value of a tag was last known to hold. A value that does not change may not be sent again, so
 * the device's last good poll counts too, unless the tag itself was Bad since.
 */
export function ageMsOf(tag: TagView): number {
  const usableUs = liveValues.usableUs[tag.index] ?? 0;
  const status = liveValues.status[tag.index] ?? 0;
  const polledUs = isBad(status) ? 0 : (useDevices.getState().health[tag.device]?.lastGoodUs ?? 0);
  return Math.max(0, (gatewayNowUs() - Math.max(usableUs, polledUs)) / 1_000);
}

export function stateOf(tag: TagView, ageMs: number): ValueState {
  return valueState({
    seen: liveValues.seen(tag.index),
    status: liveValues.status[tag.index] ?? 0,
    ageMs,
    intervalMs: expectedMs(tag),
    link: isLost() ? 'lost' : 'open',
  });
}

/** The last usable value as text, or undefined when there never was one. */
export function formattedValue(tag: TagView): string | undefined {
  const text = liveValues.text(tag.index);
  if (text !== undefined) return text;
  if ((liveValues.usableUs[tag.index] ?? 0) === 0) return undefined;
  return formatValue(liveValues.value[tag.index] ?? Number.NaN, tag);
}

/** Whether a value has ever been usable, so that it has an age. */
export const hasAge = (tag: TagView): boolean => (liveValues.usableUs[tag.index] ?? 0) > 0;
