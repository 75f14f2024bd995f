import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { PeekedAddresses } from '../tags/peeked-addresses.ts';
import { LooseReader } from '../tags/read-loose-tags.ts';
import { readNow } from '../tags/read-now.ts';
import { everyTag } from '../tags/tag-directory.ts';
import { remoteValueRow, valueRow } from '../tags/value-rows.ts';

/** Values as windows and scripts ask for them: the last ones, those that are sent as they come, and those of this moment. */
export function valueHandlers(parts: EngineParts): NexusHandlers<Call>['values'] {
  const { plant, last } = parts;
  const { directory } = plant;
  const loose = new LooseReader(parts);
  const peeked = new PeekedAddresses(parts);
  return {
    ofDevice: ({ device }) => {
      const remote = parts.remote.tags.ofDevice(device);
      if (remote.length > 0) return remote.map((tag) => remoteValueRow(tag, last));
      return everyTag(directory.device(device)).map((entry) => valueRow(entry, last));
    },
    byTopic: ({ topic }) => [
      ...directory.matching(topic ?? '#').map((entry) => valueRow(entry, last)),
      ...parts.remote.tags
        .matching(topic ?? '#')
        .filter((tag) => !directory.findTopic(tag.topic))
        .map((tag) => remoteValueRow(tag, last)),
    ],
    watch: ({ tags }, call) => {
      if (!call.dataPlane)
        throw new NexusError(
          'NX_REQUEST_INVALID',
          'Live frames need a socket. Connect to /rpc, or read /api/v1/values.',
        );
      return { watching: call.dataPlane.watcher.watch(tags.filter((tag) => tag < directory.tagCount)) };
    },
    readLoose: ({ device, tags }) => loose.read(device, tags),
    readNow: ({ tags }) => readNow(parts, tags),
    peek: (_call, signal, { device, addresses }) =>
      eventStream(
        (listener) => peeked.follow(device, addresses, (values) => listener({ values: [...values] })),
        signal,
      ),
  };
}
