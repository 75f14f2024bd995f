import { tagPattern } from '../../../src-shared/domain/tag-pattern.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import { brokerSink } from '../sinks/sink-files.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import type { PublishingSink } from './publishing.ts';

/** Whether commands of a broker may write a tag, as far as the broker goes; there need be no such tag. */
export type RemoteScope = (device: string, tag: string) => boolean;

/**
 * What the commands of one broker may write: MQTT does not say who published, so it is the connection that is kept to
 * its tags (`mqtt.commands.tags`, or those of one of `mqtt.brokers`).
 */
export function remoteScope(
  { name }: Pick<PublishingSink, 'name'>,
  mqtt: MqttConfig,
  directory: Pick<TagDirectory, 'find'>,
): RemoteScope {
  const broker = mqtt.brokers.find(({ id }) => brokerSink(id) === name) ?? mqtt;
  const patterns = broker.commands.tags?.map(tagPattern);
  if (!patterns) return () => true;
  return (device, tag) => {
    const topic = directory.find(device, tag)?.topic ?? '';
    return patterns.some((isOf) => isOf({ device, tag, topic }));
  };
}
