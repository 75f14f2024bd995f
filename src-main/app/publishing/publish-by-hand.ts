import { randomUUID } from 'node:crypto';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ArmingActor } from '../../commands/arming.ts';
import type { PublishEntry } from '../../commands/publish-entry.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ExplorerClient } from '../../uns/explorer/explorer-client.ts';
import type { TestMessage } from '../../uns/explorer/explorer-messages.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import type { WriteDoor } from '../writes/write-door.ts';

export interface HandPublishing {
  readonly clock: Clock;
  readonly explorer: ExplorerClient;
  readonly directory: TagDirectory;
  readonly writes: Pick<WriteDoor, 'arming' | 'journal'>;
  readonly actor: ArmingActor;
  /** Undefined: that of the arming. */
  readonly reason: string | undefined;
}

/**
 * Publishes messages that a person made, behind the arming of writes: that of the device for its topics and commands,
 * that of all devices for any other topic. Each is in the journal before it is sent, and its end after that.
 *
 * @throws NexusError NX_NOT_ARMED before anything is sent; NX_MQTT_… at the first that the broker does not take.
 */
export async function publishByHand(parts: HandPublishing, messages: readonly TestMessage[]): Promise<void> {
  const reasons = messages.map(({ topic }) => armedReason(parts, topic));
  for (const [at, message] of messages.entries()) await publishOne(parts, message, parts.reason ?? reasons[at]!);
}

async function publishOne(
  { clock, explorer, writes, actor }: HandPublishing,
  message: TestMessage,
  reason: string,
): Promise<void> {
  const { topic, payload, qos, retain } = message;
  const entry: PublishEntry = {
    id: randomUUID(),
    atUs: clock.wallUs(),
    topic,
    bytes: payload.length,
    qos,
    retain,
    actor: actor.name,
    via: actor.via,
    reason,
    outcome: 'begun',
  };
  await writes.journal.publish(entry);
  try {
    await explorer.publish(message);
  } catch (error) {
    await writes.journal.publish({ ...entry, outcome: 'failed' });
    throw error;
  }
  await writes.journal.publish({ ...entry, outcome: 'done' });
}

/** The reason that was given when the session was armed for what this topic belongs to. */
function armedReason({ directory, writes, actor }: HandPublishing, topic: string): string {
  const device = deviceOf(directory, topic);
  const scopes = writes.arming.scopes(actor.session);
  const scope = scopes.find((one) => one.device === undefined || one.device === device?.id);
  if (scope) return scope.reason;
  const what = device ? `“${device.name}”, to which this topic belongs,` : 'all devices: this topic belongs to none';
  throw new NexusError('NX_NOT_ARMED', `Writes are disarmed. Arm ${what} first (F8). Nothing was published.`, {
    topic,
  });
}

/** The device that publishes below the topic, or that a command on it is for. */
function deviceOf(directory: TagDirectory, topic: string): { readonly id: string; readonly name: string } | undefined {
  const command = /^[^/]+\/cmd\/([^/]+)\//.exec(topic)?.[1];
  const owner = directory.devices.find(
    ({ device }) => device.id === command || topic.startsWith(`${device.uns_prefix}/`),
  )?.device;
  return owner && { id: owner.id, name: owner.name ?? owner.id };
}
