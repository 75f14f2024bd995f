import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import { tagPlaces } from '../devices/tag-places.ts';
import type { EngineParts } from '../engine-parts.ts';

/** How long the requests of devices take, and how their links stand. Asked of the thread that runs the device. */
export function diagnosticsHandlers({ plant }: Pick<EngineParts, 'plant'>): NexusHandlers<Call>['diagnostics'] {
  const known = (device: string): string => plant.directory.device(device).device.id;
  return {
    latency: async ({ device, window }) => (await plant.latency({ device: known(device), window })) ?? null,
    link: async ({ device }) => (await plant.link({ device: known(device), act: 'look' })) ?? null,
    places: ({ device }) => tagPlaces(plant.directory.device(device)),
    reconnect: async ({ device, reset }) => {
      const act = reset ? 'reset' : 'reconnect';
      return (await plant.link({ device: known(device), act })) ?? null;
    },
  };
}
