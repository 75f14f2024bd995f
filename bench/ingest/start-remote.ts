import { systemClock } from '../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../src-main/kernel/host-supervisor.ts';
import { loggerTo } from '../../src-main/kernel/logger.ts';
import type { LogClient } from '../../src-main/log/log-client.ts';
import { TEST_MQTT } from '../../src-main/uns/publishing/log-and-publisher.ts';
import { RemoteClient } from '../../src-main/uns/remote/remote-client.ts';
import type { RemoteHostData } from '../../src-main/uns/remote/remote-messages.ts';
import { renumberBatch } from '../../src-shared/domain/renumber-batch.ts';
import { FILTER, GROUP, type IngestOrder } from './ingest-order.ts';

export interface RunningRemote {
  /** @throws Error when a message was not taken as a point. */
  check(): void;
}

/** Has the messages that wait taken into a log: each is acknowledged when the log has it. */
export async function startRemote(log: LogClient, order: IngestOrder): Promise<RunningRemote> {
  const remote = { ...TEST_MQTT.remote, enabled: true, topics: [FILTER], group: GROUP, max_tags: 100_000 };
  const data: RemoteHostData = { config: { ...TEST_MQTT, url: order.url, remote }, clientId: order.clientId };
  const url = new URL('../../src-main/entry/remote-host.ts', import.meta.url);
  const logger = loggerTo((level, text, fields) => {
    if (level === 'warn' || level === 'error') console.error(text, fields);
  });
  const host = new HostSupervisor({ name: 'remote', url, data: () => data }, systemClock, logger);
  const numbers = { device: (n: number) => n, tag: (n: number) => n };
  const client = new RemoteClient(host, undefined, ({ tags, frames, points, isUrgent }, settled) => {
    log.names(
      tags.map((tag) => [tag.deviceNumber, `device ${tag.devicePath}`] as const),
      tags.map((tag) => [tag.number, `tag ${tag.topic}`] as const),
    );
    for (const [i, frame] of frames.entries()) {
      renumberBatch(frame, numbers);
      if (!log.append(frame, points[i]!, settled, isUrgent)) settled(false);
    }
  });
  client.own([], undefined);
  await host.start();
  return {
    check: () => {
      const { messages, quarantined, repeated } = client.counts;
      if (quarantined + repeated > 0)
        throw new Error(`Of ${messages} messages ${quarantined + repeated} were not taken`);
    },
  };
}
