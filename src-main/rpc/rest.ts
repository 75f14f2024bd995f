import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { AnyRouter, ORPCError } from '@orpc/server';
import type { FastifyInstance } from 'fastify';
import type { Call } from './call.ts';

export const REST_PREFIX = '/api/v1';

/** Serves the calls that have a REST path. Errors are `application/problem+json` (RFC 9457), without stack. */
export function serveRest(server: FastifyInstance, router: AnyRouter): void {
  const handler = new OpenAPIHandler<Call>(router, { customErrorResponseBodyEncoder: problem });
  server.all(`${REST_PREFIX}/*`, async (request, reply) => {
    const { matched } = await handler.handle(request, reply, { prefix: REST_PREFIX, context: { caller: 'rest' } });
    if (!matched) {
      const detail = `There is no ${request.method} ${request.url.split('?')[0]}.`;
      await reply
        .code(404)
        .type('application/problem+json')
        .send({ type: 'about:blank', title: 'NX_NOT_FOUND', status: 404, detail });
    }
  });
  server.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode >= 400 && String(reply.getHeader('content-type')).startsWith('application/json')) {
      reply.header('content-type', 'application/problem+json');
    }
  });
}

function problem(error: ORPCError<string, unknown>): Record<string, unknown> {
  const shape = error.data as { readonly context?: unknown } | undefined;
  const issues = (
    error.cause as { readonly issues?: readonly { readonly path?: unknown; readonly message: string }[] } | undefined
  )?.issues;
  return {
    type: 'about:blank',
    title: error.code === 'BAD_REQUEST' ? 'NX_REQUEST_INVALID' : error.code,
    status: error.status,
    detail: error.message,
    ...(shape?.context !== undefined && { context: shape.context }),
    ...(issues && { issues: issues.map(({ path, message }) => ({ path, message })) }),
  };
}
