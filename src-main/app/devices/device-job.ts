import { type AdaptivePolling, paceOf, USUAL_ADAPTIVE } from '../../../src-shared/domain/adaptive-polling.ts';
import { isNumeric } from '../../../src-shared/domain/data-type.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { QualityRule } from '../../../src-shared/domain/quality-rule.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { DeviceJob } from '../../acquisition/acquisition-messages.ts';
import type { PaceRules } from '../../acquisition/group-pace.ts';
import type { DriverTag } from '../../drivers/driver.ts';
import type { ReachOfTag } from '../../processing/reach-split.ts';
import { compileTagRule, deviceDeadband, type TagRule } from '../../processing/tag-rule.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { TopicQualityRule } from '../../project/config/quality-config.ts';
import { tagWindows } from '../tags/derived-tags.ts';
import { madeTag } from '../tags/made-tag.ts';
import type { DeviceEntry, TagDirectory } from '../tags/tag-directory.ts';
import { topicMatches } from '../tags/topic-matches.ts';
import { placeOf } from '../twins/twin-place.ts';

/**
 * What an acquisition host needs to run a device.
 * @param directory where the tags are found that calculated ones are made of
 * @param rules of quality, those that ask for a topic.
 * @param simulatedPort the port of its simulator, which may differ from the one in the file.
 */
export function deviceJob(
  entry: DeviceEntry,
  simulatedPort: number | undefined,
  directory: TagDirectory,
  rules: readonly TopicQualityRule[] = [],
): DeviceJob {
  const { device } = entry;
  const { manifest, connection } = placeOf(device, simulatedPort);
  const reaches = entry.tags.flatMap(({ tag, number }) => reachOf(tag, number));
  const maySubscribe = manifest.subscribes !== undefined;
  // What a device sends by itself has no polls whose pace could change.
  const isPolled = !manifest.subscribes?.(connection);
  return {
    id: device.id,
    number: entry.number,
    protocol: manifest.id,
    endpoint: manifest.endpointKey(connection),
    connection,
    pollIntervalMs: entry.pollIntervalMs,
    pace: paceRules(device.adaptive_polling ?? USUAL_ADAPTIVE),
    simulated: simulatedPort !== undefined,
    tags: entry.tags.map((tagEntry) => {
      const { tag, number, topic } = tagEntry;
      const type = rules.length === 0 ? undefined : manifest.describeAddress(driverTag(tag), connection).dataType;
      const rule = compileTagRule(tag, number, type && isNumeric(type) ? rulesFor(topic, rules) : []);
      const pollIntervalMs = tag.poll_interval === undefined ? undefined : parseDurationMs(tag.poll_interval);
      const { bounds } = paceOf(device, tag);
      const made = manifest.expressions && madeTag(tagEntry, manifest.expressions, directory);
      const driver = { ...driverTag(tag), ...(made && { made }) };
      return {
        id: tag.id,
        driver: maySubscribe ? { ...driver, ...wishes(rule, pollIntervalMs) } : driver,
        rule,
        pollIntervalMs,
        ...(isPolled && bounds && { bounds, span: spanOf(tag) }),
      };
    }),
    ...(entry.derived.length > 0 && { aggregates: tagWindows(entry) }),
    ...(reaches.length > 0 && { reaches }),
  };
}

const paceRules = ({ change, slower_after, hold, most_load }: AdaptivePolling): PaceRules => ({
  change,
  slowerAfter: slower_after,
  holdMs: parseDurationMs(hold)!,
  mostLoad: most_load / 100,
});

function spanOf({ eu_low: low, eu_high: high }: Tag): number | undefined {
  const span = low === undefined || high === undefined ? 0 : Math.abs(high - low);
  return span > 0 ? span : undefined;
}

const REACH = { both: undefined, history: 'history', none: 'live' } as const;

function reachOf({ raw = 'both' }: Tag, tag: number): readonly ReachOfTag[] {
  const reach = REACH[raw];
  return reach === undefined ? [] : [{ tag, reach }];
}

/** The rules whose topic matches, without it. */
export function rulesFor(topic: string, rules: readonly TopicQualityRule[]): readonly QualityRule[] {
  const levels = topic.split('/');
  return rules.flatMap(({ topic: filter, ...rule }) => (topicMatches(filter.split('/'), levels) ? [rule] : []));
}

/** What a device that sends by itself is asked for, beside the value. */
function wishes(rule: TagRule, intervalMs: number | undefined): Pick<DriverTag, 'intervalMs' | 'deadband'> {
  const deadband = deviceDeadband(rule);
  return { ...(intervalMs !== undefined && { intervalMs }), ...(deadband !== undefined && { deadband }) };
}
