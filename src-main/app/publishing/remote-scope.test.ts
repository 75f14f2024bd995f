import { describe, expect, it } from 'vitest';
import { MqttConfig } from '../../project/config/mqtt-config.ts';
import type { TagEntry } from '../tags/tag-directory.ts';
import { remoteScope } from './remote-scope.ts';

const directory = {
  find: (device: string, tag: string) =>
    device === 'pumps-1' ? ({ topic: `acme/plant1/utilities/cooling/${device}/${tag}` } as TagEntry) : undefined,
};
const mqtt = MqttConfig.parse({
  commands: { tags: ['pumps-1/speed', 'acme/plant1/packaging/#'] },
  brokers: [
    { id: 'scada', url: 'mqtt://10.0.0.5', commands: { tags: ['acme/plant1/utilities/#'] } },
    { id: 'free', url: 'mqtt://10.0.0.6' },
  ],
});

describe('commands of a broker', () => {
  it('write the tags that the connection is kept to, by device or by topic', () => {
    const mayWrite = remoteScope({ name: 'mqtt' }, mqtt, directory);
    expect(mayWrite('pumps-1', 'speed')).toBe(true);
    expect(mayWrite('pumps-1', 'running')).toBe(false);
    expect(mayWrite('nothing', 'speed')).toBe(false);
  });

  it('are kept apart by broker, and write every tag where none are named', () => {
    expect(remoteScope({ name: 'mqtt-scada' }, mqtt, directory)('pumps-1', 'running')).toBe(true);
    expect(remoteScope({ name: 'mqtt-free' }, mqtt, directory)('pumps-1', 'running')).toBe(true);
  });

  it('write nothing where the list is empty', () => {
    const none = MqttConfig.parse({ commands: { tags: [] } });
    expect(remoteScope({ name: 'mqtt' }, none, directory)('pumps-1', 'speed')).toBe(false);
  });
});
