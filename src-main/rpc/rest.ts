import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { type AnyRouter, ORPCError } from '@orpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contract } from '../../src-shared/contract/contract.ts';
import type { Contract } from '../../src-shared/contract/define.ts';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Call } from './call.ts';
import { isPaged } from './openapi-complete.ts';
import { pageOf, pageQuery } from './rest-pages.ts';
import { visitorOfRequest } from './session-identity.ts';

export const REST_PREFIX = '/api/v1';
const MEBIBYTE = 1024 * 1024;
/** Devices with thousands of tags and whole imports; everything else keeps to the server's limit (decision 0013). */
const LARGE_BODIES: Readonly<Record<string, number>> = {
  '/import': 8 * MEBIBYTE,
  '/devices': 4 * MEBIBYTE,
  '/devices/*': 4 * MEBIBYTE,
  '/drivers/addresses': 4 * MEBIBYTE,
};

/**
 * Serves the calls that have a REST path. Errors are `application/problem+json` (RFC 9457), without stack. Answers carry
 * the revision of the project as their ETag, for If-Match of a change.
 */
export function serveRest(server: FastifyInstance, router: AnyRouter, revision: () => number): void {
  const handler = new OpenAPIHandler<Call>(router, {
    customErrorResponseBodyEncoder: problem,
    interceptors: [(asked) => inPages(asked.request.method, asked.request.url, () => asked.next())],
  });
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const call: Call = {
      caller: 'rest',
      via: 'rest',
      ...visitorOfRequest(request),
      ip: request.ip,
      ifMatch: revisionOf(request.headers['if-match']),
    };
    const { matched } = await handler.handle(request, reply, { prefix: REST_PREFIX, context: call });
    if (!matched) {
      const allowed = methodsOf(request.url.split('?')[0]!);
      if (allowed.length === 0) return void reply.callNotFound();
      reply.header('allow', allowed.join(', '));
      const text = `${request.method} is no method of this path. It takes ${allowed.join(', ')}.`;
      throw new NexusError('NX_REQUEST_METHOD', text);
    }
  };
  server.all(`${REST_PREFIX}/*`, serve);
  for (const [path, bodyLimit] of Object.entries(LARGE_BODIES))
    server.all(`${REST_PREFIX}${path}`, { bodyLimit }, serve);
  server.addHook('onSend', async (request, reply) => {
    // Set on the way out: after a change it is the new revision.
    if (request.url.startsWith(REST_PREFIX)) reply.header('etag', `"${revision()}"`);
    if (reply.statusCode >= 400 && String(reply.getHeader('content-type')).startsWith('application/json')) {
      reply.header('content-type', 'application/problem+json');
    }
  });
}

const pattern = (path: string): RegExp => new RegExp(`^${REST_PREFIX}${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const ROUTES = Object.values(contract as Contract)
  .flatMap((area) => Object.values(area))
  .flatMap((member) => (member.kind === 'procedure' && member.rest ? [member.rest] : []))
  .map(({ method, path }) => ({
    method,
    matches: pattern(path),
  }));

/** By which methods a path of the contract may be called. */
const methodsOf = (path: string): string[] =>
  ROUTES.filter(({ matches }) => matches.test(path)).map(({ method }) => method);

const PAGED = Object.values(contract as Contract)
  .flatMap((area) => Object.values(area))
  .flatMap((member) => (member.kind === 'procedure' && isPaged(member) ? [pattern(member.rest!.path)] : []));

function orRefuse<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    const { code, text } = toNexusError(error);
    throw new ORPCError(code, { status: ERROR_CODES[code].http, message: text });
  }
}

interface Answered {
  readonly matched: boolean;
  readonly response?: { readonly status: number; readonly headers: object; readonly body: unknown } | undefined;
}

/** Gives the part of a list that was asked for, and says in `Link` (RFC 8288) where it goes on. */
async function inPages<T extends Answered>(method: string, url: URL, next: () => Promise<T>): Promise<T> {
  if (method !== 'GET' || !PAGED.some((path) => path.test(url.pathname))) return await next();
  const query = orRefuse(() => pageQuery(url.searchParams));
  const result = await next();
  const { response } = result;
  if (!query || response?.status !== 200) return result;
  const page = orRefuse(() => pageOf(response.body, query));
  const params = new URLSearchParams(url.searchParams);
  params.set('cursor', page.next ?? '');
  const link = page.next === undefined ? {} : { link: `<${url.pathname}?${params.toString()}>; rel="next"` };
  return {
    ...result,
    response: { ...response, body: page.body, headers: { ...response.headers, ...link } },
  };
}

/** The token of `Authorization: Bearer …`. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}

/** `"7"` or `7`; anything else matches no revision. */
function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const number = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  return number === undefined ? 0 : Number(number);
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
