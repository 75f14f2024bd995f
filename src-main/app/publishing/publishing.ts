import { brokerPorts } from '../../../src-shared/domain/broker-ports.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { NexusConfig } from '../../project/config/nexus-config.ts';
import { BrokerClient } from '../../uns/broker/broker-client.ts';
import type { BrokerHostData } from '../../uns/broker/broker-messages.ts';
import { PublisherClient } from '../../uns/publishing/publisher-client.ts';
import type { PublisherHostData } from '../../uns/publishing/publisher-messages.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import { brokerSink, MAIN_SINK } from '../sinks/sink-files.ts';
import { publisherData } from './publisher-setup.ts';

/** One place where points are published. */
export interface PublishingSink {
  /** `mqtt`, or `mqtt-<id>` for one of `mqtt.brokers`. */
  readonly name: string;
  readonly client: PublisherClient;
  /** Where it is now: `mqtt://127.0.0.1:1883`, without user or password. */
  readonly broker: string;
}

/** The publisher with its broker, where publishing is on; what concerns the first one only is said of it. */
export interface Publishing extends Disposable, PublishingSink {
  /** All of them, the first one first. */
  readonly sinks: readonly PublishingSink[];
  /** What connections to the broker are made with. */
  readonly data: PublisherHostData;
  /** Undefined where the project names a broker. */
  readonly embedded: BrokerClient | undefined;
}

export interface PublishingOptions {
  readonly folder: string;
  readonly config: NexusConfig;
  readonly version: string;
  readonly hosts: EngineHosts;
}

/**
 * Starts a publisher for each broker, and the embedded one where no first broker is named. A broker that cannot be reached stops nothing:
 * points wait in the log. @returns undefined where publishing is off.
 * @throws NexusError NX_SECRET_MISSING
 */
export async function startPublishing(options: PublishingOptions): Promise<Publishing | undefined> {
  const { folder, config, version, hosts } = options;
  if (!config.mqtt.enabled) return undefined;
  const { url, embedded_port: chosen } = config.mqtt;
  const data = await publisherData(folder, config, version);
  const lifetime = new Lifetime('publishing');
  try {
    const brokerHost =
      url === undefined ? hosts.make('broker', { ports: brokerPorts(chosen) } satisfies BrokerHostData) : undefined;
    const broker = brokerHost && lifetime.add(new BrokerClient(brokerHost));
    const host = hosts.make('publisher', data);
    const client = lifetime.add(new PublisherClient(host, broker));
    if (brokerHost) await lifetime.add(brokerHost).start();
    await lifetime.add(host).start();
    const others: PublishingSink[] = [];
    for (const one of config.mqtt.brokers) {
      const otherHost = hosts.make('publisher', await publisherData(folder, config, version, one));
      const other = lifetime.add(new PublisherClient(otherHost));
      await lifetime.add(otherHost).start();
      others.push({ name: brokerSink(one.id), client: other, broker: one.url });
    }
    const publishing: Publishing = {
      name: MAIN_SINK,
      client,
      get sinks() {
        return [publishing, ...others];
      },
      data,
      embedded: broker,
      get broker() {
        return (
          url ?? `mqtt://127.0.0.1:${broker?.state.kind === 'listening' ? broker.state.port : brokerPorts(chosen)[0]}`
        );
      },
      dispose: () => lifetime.dispose(),
    };
    return publishing;
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
}
