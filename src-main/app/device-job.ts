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
  return {
    id: device.id,
    number: entry.number,
    protocol: device.protocol,
    connection: connectionOf(device.connection, simulatedPort),
    pollIntervalMs: entry.pollIntervalMs,
    simulated: simulatedPort !== undefined,
    tags: entry.tags.map(({ tag, number }) => ({
      id: tag.id,
      driver: driverTag(tag),
      rule: compileTagRule(tag, number),
    })),
  };
}

/** The connection as it is really made: to the device, or to its twin on this computer. */
export function connectionOf(connection: unknown, simulatedPort: number | undefined): unknown {
  if (simulatedPort === undefined) return connection;
  return { ...(connection as Readonly<Record<string, unknown>>), host: '127.0.0.1', port: simulatedPort };
}
