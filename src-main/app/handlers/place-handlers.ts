import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import { DevicePlaces } from '../devices/device-places.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Places in the memory of devices: addresses both ways, bytes as values. */
export function placeHandlers(parts: EngineParts): NexusHandlers<Call>['places'] {
  return {
    types: ({ device }) => new DevicePlaces(parts, device).types(),
    describe: ({ device, tags, lengths }) => new DevicePlaces(parts, device).describe(tags, lengths),
    build: ({ device, places, lengths }) => new DevicePlaces(parts, device).build(places, lengths),
    decode: ({ device, area, start, hex }) => new DevicePlaces(parts, device).decode(area, start, hex),
    read: ({ device, tags }, call) => new DevicePlaces(parts, device).read(tags, call.signal),
  };
}
