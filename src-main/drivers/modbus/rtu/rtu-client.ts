import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { EndpointShare } from '../../driver.ts';
import { serialPeer, tcpPeer } from '../link-peer.ts';
import { StrictClient } from '../strict-client.ts';
import type { OpenLine } from './byte-line.ts';
import type { OverTcpConnection } from './over-tcp-connection.ts';
import { RtuTransport } from './rtu-transport.ts';
import { serialLine } from './serial-line.ts';
import { describeSettings, frameSilenceMs, type SerialSettings } from './serial-settings.ts';
import { tcpLine } from './tcp-line.ts';

/** Between the frames of a line whose baud rate only the device server knows. */
export const OVER_TCP_SILENCE_MS = 0;
const OPEN_LINE = 'open serial line';

/** A client of one raw TCP port with RTU frames. */
export function overTcpClient({ host, port }: Pick<OverTcpConnection, 'host' | 'port'>, clock: Clock): StrictClient {
  const peer = tcpPeer(host, port, 'Modbus RTU over TCP');
  return new StrictClient(peer, clock, new RtuTransport(peer, clock, tcpLine(host, port, clock), OVER_TCP_SILENCE_MS));
}

/** A client of one serial line. @param share where it is told that the line is open, so that nobody sets it otherwise */
export function serialClient(settings: SerialSettings, clock: Clock, share: EndpointShare = new Map()): StrictClient {
  const peer = serialPeer(settings.path);
  const open = oneSetting(settings, share);
  return new StrictClient(peer, clock, new RtuTransport(peer, clock, open, frameSilenceMs(settings)));
}

/** Opens the line unless another device has it open with other settings: what they say would be noise to each other. */
function oneSetting(settings: SerialSettings, share: EndpointShare): OpenLine {
  const open = serialLine(settings);
  return async (listener, signal, timeoutMs) => {
    const other = share.get(OPEN_LINE) as SerialSettings | undefined;
    if (other && describeSettings(other) !== describeSettings(settings)) throw misfit(settings, other);
    share.set(OPEN_LINE, settings);
    const release = (): void => {
      if (share.get(OPEN_LINE) === settings) share.delete(OPEN_LINE);
    };
    try {
      const line = await open(listener, signal, timeoutMs);
      const closed = async (): Promise<void> => line.closed().finally(release);
      return {
        get isStanding() {
          return line.isStanding;
        },
        frameLink: line.frameLink,
        write: (bytes) => line.write(bytes),
        flush: () => line.flush(),
        destroy: () => void closed(),
        closed,
      };
    } catch (error) {
      release();
      throw error;
    }
  };
}

function misfit(settings: SerialSettings, other: SerialSettings): NexusError {
  const { path } = settings;
  const text = `${path} is set to ${describeSettings(other)} by another device, and this one wants ${describeSettings(settings)}. Give all devices of a line the same settings.`;
  return new NexusError('NX_NET_REFUSED', text, { path });
}
