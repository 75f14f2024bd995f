/* Takes the messages that wait into the log: each is acknowledged when the log has it. */

import { systemClock } from '../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../src-main/kernel/host-supervisor.ts';
import { loggerTo } from '../../src-main/kernel/logger.ts';
import { startLog, TEST_MQTT } from '../../src-main/uns/publishing/log-and-publisher.ts';
import { RemoteClient } from '../../src-main/uns/remote/remote-client.ts';
import type { RemoteHostData } from '../../src-main/uns/remote/remote-messages.ts';
import { renumberBatch } from '../../src-shared/domain/renumber-batch.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from '../publish/drain-meter.ts';
import { FILTER, GROUP, type IngestOrder } from './ingest-order.ts';

const LOOK_MS = 50;

const order = contestantInput<IngestOrder>();
const { log } = await startLog(order.folder);
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
const meter = new DrainMeter();
systemClock.every(LOOK_MS, () => {
  const { accepted } = log.counts;
  if (accepted < order.messages) return meter.look(accepted);
  const { messages, quarantined, repeated } = client.counts;
  if (quarantined + repeated > 0) throw new Error(`Of ${messages} messages ${quarantined + repeated} were not taken`);
  finish(meter.result());
});
await host.start();
