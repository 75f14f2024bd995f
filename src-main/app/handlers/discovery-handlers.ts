import { networkInterfaces } from 'node:os';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Call } from '../../rpc/call.ts';
import { AT_ONCE, discoverPeers, MOST_ADDRESSES } from '../devices/discover-peers.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Searches for devices, one at a time. */
export function discoveryHandlers(parts: EngineParts): NexusHandlers<Call>['discovery'] {
  let isSearching = false;
  return {
    suggest: () => ({
      range: ownNetwork(),
      protocols: parts.drivers.flatMap((driver) =>
        driver.wirePort !== undefined && driver.probe
          ? [{ protocol: driver.id, title: driver.title, port: driver.wirePort }]
          : [],
      ),
      mostAddresses: MOST_ADDRESSES,
      atOnce: AT_ONCE,
    }),
    find: async function* (_call, signal, wish) {
      if (isSearching) {
        const text = 'A search for devices is running on this gateway. Nothing was sent. Wait until it has ended.';
        throw new NexusError('NX_PROBE_BUSY', text);
      }
      isSearching = true;
      try {
        yield* discoverPeers(parts, wish, signal);
      } finally {
        isSearching = false;
      }
    },
  };
}

/** The /24 that this computer is in; where it is in none, one that many plants have. */
function ownNetwork(): string {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return own ? `${own.address.split('.').slice(0, 3).join('.')}.0/24` : '192.168.1.0/24';
}
