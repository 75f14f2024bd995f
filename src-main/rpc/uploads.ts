import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** Keeps what is sent. @returns the name by which calls speak of it. */
export type ReceiveUpload = (content: Readable) => Promise<{ readonly upload: string; readonly bytes: number }>;

const MOST_BYTES = 4 * 1024 ** 3;

/** Takes files for calls that speak of them: `POST /upload` with the plain bytes, behind the session. */
export function serveUploads(server: FastifyInstance, receive: ReceiveUpload): void {
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  server.post('/upload', { bodyLimit: MOST_BYTES }, async (request) => receive(request.body as Readable));
}
