import type { DeviceJob } from '../acquisition/acquisition-messages.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { driverTag } from '../project/check-device.ts';
import type { DeviceEntry } from './tag-directory.ts';

/**
 * What an acquisition host needs to run a device.
 * @param simulatedPort the port of its simulator, which may differ from the one in the file.
 */
export function deviceJob(entry: DeviceEntry, simulatedPort: number | undefined): DeviceJob {
  const { device } = entry;
  const connection = device.connection as Readonly<Record<string, unknown>>;
  return {
    id: device.id,
    number: entry.number,
    protocol: device.protocol,
    connection: simulatedPort === undefined ? connection : { ...connection, host: '127.0.0.1', port: simulatedPort },
    pollIntervalMs: entry.pollIntervalMs,
    simulated: simulatedPort !== undefined,
    tags: entry.tags.map(({ tag, number }) => ({
      id: tag.id,
      driver: driverTag(tag),
      rule: compileTagRule(tag, number),
    })),
  };
}
