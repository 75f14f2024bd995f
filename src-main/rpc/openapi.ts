import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import { ERROR_CODES } from '../../src-shared/errors/error-codes.ts';
import { completeOpenApi, type OpenApiDocument } from './openapi-complete.ts';
import type { RpcRouter } from './orpc-router.ts';
import { REST_PREFIX } from './rest.ts';

/** Calls without a path of their own exist on sockets only. */
const hasPath = (path: string): boolean => path.startsWith('/');

/**
 * The OpenAPI 3.1 description of the REST calls, generated from the contract: what it says is what is checked.
 * @param version of the product.
 */
export async function openApiDocument(router: RpcRouter, version: string): Promise<Record<string, unknown>> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: {
      title: 'Nexus Edge Workstation',
      version,
      description:
        'Calls of the engine. Errors are application/problem+json (RFC 9457) whose title is a code of the list below; a change of the configuration names the revision it was made from in If-Match.',
    },
    servers: [{ url: REST_PREFIX }],
    security: [{ session: [] }],
    components: {
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key (nxk_…), or the session of a sign-in. Where access.login is off, none is needed.',
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'detail'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string', enum: Object.keys(ERROR_CODES) },
            status: { type: 'integer' },
            detail: { type: 'string' },
            context: { type: 'object' },
            issues: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
    filter: ({ contract }) => hasPath(contract['~orpc'].route.path ?? ''),
  });
  completeOpenApi(document as unknown as OpenApiDocument);
  return document as unknown as Record<string, unknown>;
}

/** Serves the description; made at the first request, because few ever ask. */
export function serveOpenApi(server: FastifyInstance, router: RpcRouter, version: string): void {
  let document: Promise<Record<string, unknown>> | undefined;
  server.get(`${REST_PREFIX}/openapi.json`, async () => await (document ??= openApiDocument(router, version)));
}
