import type { Duplex } from 'node:stream';
import type { Connect } from '../link/broker-link.ts';
import { PublishTap, type TapOptions } from './publish-tap.ts';

/**
 * The library's `connect`, with a tap between its socket and its parser: TLS, WebSocket, the handshake, keep-alive and
 * what it says of faults stay the library's. @param tapped is told the tap of each attempt before anything comes.
 */
export function tappedConnect(connect: Connect, options: TapOptions, tapped: (tap: PublishTap) => void): Connect {
  const tapping = (url: string, clientOptions: Parameters<Connect>[1]): ReturnType<Connect> => {
    // The library takes a maker of streams only where the address is not an URL, so its own one is wrapped.
    const client = connect(url, { ...clientOptions, manualConnect: true });
    const build = client['streamBuilder'];
    const isVersion5 = client.options.protocolVersion === 5;
    client['streamBuilder'] = (self: Parameters<typeof build>[0], streamOptions: Parameters<typeof build>[1]) => {
      const tap = new PublishTap(build(self, streamOptions) as Duplex, isVersion5, options);
      tapped(tap);
      return tap;
    };
    client.connect();
    return client;
  };
  return tapping as Connect;
}
