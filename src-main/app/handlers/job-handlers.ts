import { open } from 'node:fs/promises';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { DOWNLOAD_PATH } from '../../rpc/downloads.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Bytes of one part: its text in base64 stays far below what a socket carries at once. */
const PART_BYTES = 1_048_576;

export function jobHandlers({ jobs, downloads }: EngineParts): NexusHandlers<Call>['jobs'] {
  return {
    list: () => [...jobs.views],
    get: ({ id }) => jobs.view(id),
    follow: (_call, signal) =>
      eventStream((listener) => jobs.changed.on((views) => listener([...views])), signal, [...jobs.views]),
    cancel: ({ id }) => jobs.cancel(id),
    download: ({ id }) => {
      const file = jobs.file(id);
      return { path: `${DOWNLOAD_PATH}${downloads.issue(file)}`, name: file.name, bytes: file.bytes };
    },
    read: async ({ id, offset }) => {
      const { path, bytes: totalBytes } = jobs.file(id);
      const file = await open(path, 'r');
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(PART_BYTES), 0, PART_BYTES, offset);
        return { base64: buffer.toString('base64', 0, bytesRead), bytes: bytesRead, totalBytes };
      } finally {
        await file.close();
      }
    },
  };
}
