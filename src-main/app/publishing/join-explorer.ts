import { fastestMsOf } from '../../../src-shared/domain/adaptive-polling.ts';
import { parseByteSize } from '../../../src-shared/domain/byte-size.ts';
import { systemClock } from '../../kernel/clock.ts';
import { ExplorerClient } from '../../uns/explorer/explorer-client.ts';
import type { ExplorerHostData, OwnTopics } from '../../uns/explorer/explorer-messages.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { Plant } from '../plant.ts';
import type { TagDirectory } from '../tags/tag-directory.ts';
import type { Publishing } from './publishing.ts';

/** A page that is opened again within a minute finds the tree as it left it. */
const LINGER_MS = 60_000;
/** Payloads that give each tag a topic of its own. */
const ONE_TAG: ReadonlySet<string> = new Set(['json', 'compact', 'msgpack']);

/** The listener of the namespace, on the broker of the publisher and with the tags of the plant. It starts when somebody looks. */
export function joinExplorer({ data, embedded }: Publishing, plant: Plant, hosts: EngineHosts): ExplorerClient {
  const { config, password, tls, clientId } = data;
  const limits = { topics: config.explorer.topics, bytes: parseByteSize(config.explorer.memory)! };
  const hostData: ExplorerHostData = {
    config,
    ...(password !== undefined && { password }),
    ...(tls && { tls }),
    clientId: `${clientId}-ns`,
    limits,
  };
  const knowsTags = ONE_TAG.has(config.payload);
  return new ExplorerClient({
    makeHost: () => hosts.make('explorer', hostData),
    broker: embedded,
    own: () => ownTopics(plant.directory, knowsTags),
    onOwn: (listener) => plant.revised.on(listener),
    clock: systemClock,
    lingerMs: LINGER_MS,
  });
}

/** Topics of enabled tags, and the places of the plant that devices stand in: their prefixes without the last level. */
function ownTopics(directory: TagDirectory, knowsTags: boolean): OwnTopics {
  if (!knowsTags) return { topics: [], prefixes: [], knowsTags };
  const enabled = directory.devices.filter(({ device }) => device.enabled);
  const topics = enabled.flatMap(({ device, tags }) =>
    tags.map(({ topic, tag }) => ({
      topic,
      device: device.id,
      tag: tag.id,
      // What a device sends by itself comes as it changes.
      ...(!tag.deadband &&
        !device.manifest.subscribes?.(device.connection) && {
          everyMs: fastestMsOf(device, tag),
        }),
    })),
  );
  const prefixes = new Set(directory.devices.map(({ device }) => placeOf(device.uns_prefix)));
  return { topics, prefixes: [...prefixes], knowsTags };
}

const placeOf = (prefix: string): string => (prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : prefix);
