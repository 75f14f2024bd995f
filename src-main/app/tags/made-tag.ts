import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { ExpressionRules, MadeTag } from '../../drivers/tag-feed.ts';
import { referredTag } from '../../project/check/referred-tag.ts';
import type { TagDirectory, TagEntry } from './tag-directory.ts';

/** What a calculated tag is made of, by the numbers of this run. */
export function madeTag(
  { tag, number, uid, device }: TagEntry,
  rules: ExpressionRules,
  directory: TagDirectory,
): MadeTag {
  const names = [...new Set(rules.references(tag.address).map(({ name }) => name))];
  return {
    number,
    uid,
    device: device.uid,
    everyMs: tag.poll_interval === undefined ? device.pollIntervalMs : parseDurationMs(tag.poll_interval)!,
    inputs: names.map((name) => {
      const referred = referredTag(name, device.device.id);
      const found = directory.find(referred.device, referred.tag);
      // A device that is switched off gives no values, and its last one is not that of now.
      return [name, found?.device.device.enabled ? found.number : null];
    }),
  };
}
