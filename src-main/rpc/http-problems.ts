import type { FastifyInstance } from 'fastify';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Logger } from '../kernel/logger.ts';

/** What the server itself refuses, in our words. */
const TEXTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body has a form that is not read here. Send application/json.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this call takes. Send it in parts.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_ERR_BAD_URL: 'The path cannot be read: it holds escapes that are no UTF-8.',
};

/** Every refusal is `application/problem+json` (RFC 9457), without a stack and without what the server is made of. */
export function answerProblems(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler(async (error, _request, reply) => {
    const { statusCode, code: own = '' } = error as { readonly statusCode?: number; readonly code?: string };
    const fallback = statusCode !== undefined && statusCode < 500 ? 'NX_REQUEST_INVALID' : 'NX_INTERNAL';
    const said = TEXTS[own];
    const known = said ? new NexusError('NX_REQUEST_INVALID', said) : toNexusError(error, fallback);
    if (known.code === 'NX_INTERNAL') logger.error('a request met an unexpected error', { error: String(error) });
    const status = known.code === 'NX_REQUEST_INVALID' ? (statusCode ?? 400) : ERROR_CODES[known.code].http;
    const { context } = known.toShape();
    const body = { type: 'about:blank', title: known.code, status, detail: known.text, ...(context && { context }) };
    await reply.code(status).type('application/problem+json').send(body);
  });
  server.setNotFoundHandler(async (request, reply) => {
    const detail = `There is no ${request.method} ${request.url.split('?')[0]!.slice(0, 200)}.`;
    const body = { type: 'about:blank', title: 'NX_NOT_FOUND', status: 404, detail };
    await reply.code(404).type('application/problem+json').send(body);
  });
}
