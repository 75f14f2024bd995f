import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { DeviceJob } from '../acquisition/acquisition-messages.ts';
import type { DriverTag } from '../drivers/driver.ts';
import { compileTagRule, deviceDeadband, type TagRule } from '../processing/tag-rule.ts';
import { driverTag } from '../project/check/check-device.ts';
import { madeTag } from './made-tag.ts';
import type { DeviceEntry, TagDirectory } from './tag-directory.ts';
import { placeOf } from './twin-place.ts';

/**
 * What an acquisition host needs to run a device.
 * @param directory where the tags are found that calculated ones are made of
 * @param simulatedPort the port of its simulator, which may differ from the one in the file.
 */
export function deviceJob(entry: DeviceEntry, simulatedPort: number | undefined, directory: TagDirectory): DeviceJob {
  const { device } = entry;
  const { manifest, connection } = placeOf(device, simulatedPort);
  const maySubscribe = manifest.subscribes !== undefined;
  return {
    id: device.id,
    number: entry.number,
    protocol: manifest.id,
    endpoint: manifest.endpointKey(connection),
    connection,
    pollIntervalMs: entry.pollIntervalMs,
    simulated: simulatedPort !== undefined,
    tags: entry.tags.map((tagEntry) => {
      const { tag, number } = tagEntry;
      const rule = compileTagRule(tag, number);
      const pollIntervalMs = tag.poll_interval === undefined ? undefined : parseDurationMs(tag.poll_interval);
      const made = manifest.expressions && madeTag(tagEntry, manifest.expressions, directory);
      const driver = { ...driverTag(tag), ...(made && { made }) };
      return {
        id: tag.id,
        driver: maySubscribe ? { ...driver, ...wishes(rule, pollIntervalMs) } : driver,
        rule,
        pollIntervalMs,
      };
    }),
  };
}

/** What a device that sends by itself is asked for, beside the value. */
function wishes(rule: TagRule, intervalMs: number | undefined): Pick<DriverTag, 'intervalMs' | 'deadband'> {
  const deadband = deviceDeadband(rule);
  return { ...(intervalMs !== undefined && { intervalMs }), ...(deadband !== undefined && { deadband }) };
}
