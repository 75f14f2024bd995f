import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { EndpointShare } from '../../driver.ts';
import { serialPeer, tcpPeer } from '../link-peer.ts';
import { StrictClient } from '../strict-client.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { RtuTransport } from './rtu-transport.ts';
import { serialLine } from './serial-line.ts';
import { describeSettings, frameSilenceMs, type SerialSettings } from './serial-settings.ts';
import { tcpLine } from './tcp-line.ts';

/** Between the frames of a line whose baud rate only the device server knows. */
export const OVER_TCP_SILENCE_MS = 0;
const SETTINGS = 'serial settings';

/** A client of one raw TCP port with RTU frames. */
export function overTcpClient({ host, port }: Pick<OverTcpConnection, 'host' | 'port'>, clock: Clock): StrictClient {
  const peer = tcpPeer(host, port, 'Modbus RTU over TCP');
  return new StrictClient(peer, clock, new RtuTransport(peer, clock, tcpLine(host, port, clock), OVER_TCP_SILENCE_MS));
}

/** A client of one serial line. */
export function serialClient(settings: SerialSettings, clock: Clock): StrictClient {
  const peer = serialPeer(settings.path);
  return new StrictClient(peer, clock, new RtuTransport(peer, clock, serialLine(settings), frameSilenceMs(settings)));
}

/** A client that does not open: the line is set in another way by another device. */
export function misfitClient(settings: SerialSettings, other: SerialSettings, clock: Clock): StrictClient {
  const { path } = settings;
  const text = `${path} is set to ${describeSettings(other)} by another device, and this one wants ${describeSettings(settings)}. Give all devices of a line the same settings.`;
  return new StrictClient(serialPeer(path), clock, {
    open: () => Promise.reject(new NexusError('NX_NET_REFUSED', text, { path })),
  });
}

/** The settings that a line has already, where they are others; the first device decides. */
export function otherSettings(share: EndpointShare, settings: SerialSettings): SerialSettings | undefined {
  const known = share.get(SETTINGS) as SerialSettings | undefined;
  if (!known) share.set(SETTINGS, settings);
  return known && describeSettings(known) !== describeSettings(settings) ? known : undefined;
}
