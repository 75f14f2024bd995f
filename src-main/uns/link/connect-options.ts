import type { IClientOptions } from 'mqtt';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { PublisherHostData } from '../publishing/publisher-messages.ts';

/**
 * What every connection of this gateway says of itself. The embedded broker speaks MQTT 3.1.1 only.
 * @param properties of the connect, where MQTT 5 is spoken.
 */
export function connectOptions(
  data: Pick<PublisherHostData, 'config' | 'password' | 'tls'>,
  properties?: IClientOptions['properties'],
): IClientOptions {
  const { config, password, tls } = data;
  const isVersion5 = config.version === '5' && config.url !== undefined;
  return {
    protocolVersion: isVersion5 ? 5 : 4,
    keepalive: Math.round(parseDurationMs(config.keep_alive)! / 1_000),
    ...(config.username !== undefined && { username: config.username }),
    ...(password !== undefined && { password }),
    ...tls,
    ...(isVersion5 && properties && { properties }),
    rejectUnauthorized: true,
  };
}
