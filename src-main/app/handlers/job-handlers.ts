import { open } from 'node:fs/promises';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import { DOWNLOAD_PATH } from '../../rpc/downloads.ts';
import type { EngineParts } from '../engine-parts.ts';
import { jobOwner } from '../jobs/job-owner.ts';

/** Bytes of one part: its text in base64 stays far below what a socket carries at once. */
const PART_BYTES = 1_048_576;

export function jobHandlers({ jobs, downloads }: EngineParts): NexusHandlers<Call>['jobs'] {
  return {
    list: (_none, call) => [...jobs.viewsFor(jobOwner(call))],
    get: ({ id }, call) => jobs.view(id, jobOwner(call)),
    follow: (call, signal) => {
      const views = (): JobView[] => [...jobs.viewsFor(jobOwner(call))];
      return eventStream((listener) => jobs.changed.on(() => listener(views())), signal, views());
    },
    cancel: ({ id }) => jobs.cancel(id),
    download: ({ id }, call) => {
      const file = jobs.file(id, jobOwner(call));
      return { path: `${DOWNLOAD_PATH}${downloads.issue(file)}`, name: file.name, bytes: file.bytes };
    },
    read: async ({ id, offset }, call) => {
      const { path, bytes: totalBytes } = jobs.file(id, jobOwner(call));
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
