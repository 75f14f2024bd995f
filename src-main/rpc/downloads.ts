import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** What may be fetched with a ticket; undefined for one that is unknown, used or too old. */
export type TakeDownload = (ticket: string) => { readonly path: string; readonly name: string } | undefined;

export const DOWNLOAD_PATH = '/download/';

/** Serves files to whoever holds a ticket. The name is only offered: the browser saves under it, and shows nothing. */
export function serveDownloads(server: FastifyInstance, take: TakeDownload): void {
  server.get<{ Params: { ticket: string } }>(`${DOWNLOAD_PATH}:ticket`, async ({ params }, reply) => {
    const found = take(params.ticket);
    const file = found && (await open(found.path, 'r').catch(() => undefined));
    if (!found || !file) {
      const text =
        'This address was used before, is older than a minute, or its file is no longer kept. Ask for a new one.';
      throw new NexusError('NX_NOT_FOUND', text);
    }
    const { size } = await file.stat();
    const plain = found.name.replaceAll(/[^\w.-]/g, '_');
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', size)
      .header('cache-control', 'no-store')
      .header(
        'content-disposition',
        `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      )
      .send(createReadStream(found.path, { fd: file }));
  });
}
