import type { AddressHelp, DriverTag } from '../driver.ts';
import { parseAddress } from './address.ts';
import { formatPlace, formatTarget, otherNotations } from './format-address.ts';
import { resolveTarget } from './target.ts';

/**
 * The address in our notation, and as other programs write it. All of them mean the same tag. A type that the tag's
 * own field says stays there.
 *
 * @throws NexusError as `resolveTarget`.
 */
export function describeAddress(tag: DriverTag): AddressHelp {
  const target = resolveTarget(tag);
  const { type, length } = parseAddress(tag.address);
  const isSaidByTag = (type === undefined && tag.dataType !== undefined) || (tag.length !== undefined && !length);
  const canonical = isSaidByTag ? shownWithFields(target, tag, type !== undefined) : formatTarget(target);
  return {
    canonical,
    notations: [...new Set([formatTarget(target), ...otherNotations(target)])],
    dataType: target.dataType,
  };
}

/** Only what the tag's own fields leave open goes behind the place. */
function shownWithFields(target: ReturnType<typeof resolveTarget>, tag: DriverTag, isTyped: boolean): string {
  if (!isTyped) return formatPlace(target);
  return tag.length === undefined ? formatTarget(target) : formatTarget(target).replace(/\[\d+\]$/, '');
}
