import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import type { DeviceJob } from '../acquisition/acquisition-messages.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { driverTag } from '../project/check/check-device.ts';
import type { DeviceEntry } from './tag-directory.ts';

/**
 * What an acquisition host needs to run a device.
 * @param simulatedPort the port of its simulator, which may differ from the one in the file.
 */
export function deviceJob(entry: DeviceEntry, simulatedPort: number | undefined): DeviceJob {
  const { device } = entry;
  const connection = connectionOf(device.connection, simulatedPort);
  return {
    id: device.id,
    number: entry.number,
    protocol: device.protocol,
    endpoint: device.manifest.endpointKey(connection),
    connection,
    pollIntervalMs: entry.pollIntervalMs,
    simulated: simulatedPort !== undefined,
    tags: entry.tags.map(({ tag, number }) => ({
      id: tag.id,
      driver: driverTag(tag),
      rule: compileTagRule(tag, number),
      pollIntervalMs: tag.poll_interval === undefined ? undefined : parseDurationMs(tag.poll_interval),
    })),
  };
}

/** The connection as it is really made: to the device, or to its twin on this computer. */
export function connectionOf(connection: unknown, simulatedPort: number | undefined): unknown {
  if (simulatedPort === undefined) return connection;
  return { ...(connection as Readonly<Record<string, unknown>>), host: '127.0.0.1', port: simulatedPort };
}
