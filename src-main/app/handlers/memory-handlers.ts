import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import { memoryMap, memoryTags, readMemory } from '../devices/device-memory.ts';
import { MemoryScans } from '../devices/memory-scans.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';

/** The memory of devices, cell by cell. */
export function memoryHandlers(parts: EngineParts): NexusHandlers<Call>['memory'] {
  const scans = new MemoryScans(parts);
  return {
    areas: ({ device, named }, call) => memoryMap(parts, device, named, call.signal),
    read: (input, call) => readMemory(parts, input, call.signal),
    tags: ({ device, values }) => memoryTags(parts, device, values),
    scan: (wish, call) => scans.start(wish, identityView(call).name),
    lastScan: ({ device }) => scans.last(device),
    scanned: ({ device, start, count }) => {
      const { bytes, unread, ...part } = scans.cells(device, start, count);
      return {
        ...part,
        bytes: Buffer.from(bytes).toString('base64'),
        unread: unread.map((run) => ({ ...run, reason: { ...run.reason } })),
      };
    },
  };
}
