import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OidcDoor } from '../access/oidc/oidc-door.ts';

const COOKIE = 'nexus-oidc';
const COOKIE_S = 15 * 60;
const PATH = '/session/oidc';

/** Where a provider sends a browser: a page of another site leads here, and nowhere else. */
export const isOidcCallback = (method: string | undefined, path: string): boolean =>
  method === 'GET' && path === `${PATH}/callback`;

/**
 * Serves the way in over a provider. A cookie for these three paths alone binds them to one browser; it opens nothing by
 * itself, and sessions do not travel in cookies. The answer of an exchange is that of any sign-in.
 */
export function serveOidc<Grant>(server: FastifyInstance, door: OidcDoor<Grant>): void {
  server.get<{ Querystring: { to?: string; again?: string } }>(`${PATH}/start`, async (request, reply) => {
    const browser = browserOf(request) ?? randomBytes(32).toString('base64url');
    const to = typeof request.query.to === 'string' ? request.query.to : '/';
    const address = await door.start(originOf(request), browser, to, { ip: request.ip }, request.query.again === '1');
    keepBrowser(reply, browser, request.protocol === 'https');
    return reply.header('cache-control', 'no-store').redirect(address, 302);
  });
  server.get(`${PATH}/callback`, async (request, reply) => {
    const query = new URL(request.url, 'http://gateway').searchParams;
    const page = await door.finish(query, browserOf(request), { ip: request.ip });
    // A redirect would still be the other site's request; from this page the next one is our own.
    return reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(`<!doctype html><meta http-equiv="refresh" content="0;url=${page}"><title>Nexus Edge</title>`);
  });
  server.post(`${PATH}/exchange`, async (request, reply) => {
    const code = (request.body as { readonly code?: unknown } | null)?.code;
    const given = door.exchange(typeof code === 'string' ? code : '', browserOf(request));
    return reply.header('cache-control', 'no-store').send(given);
  });
}

function browserOf(request: FastifyRequest): string | undefined {
  const cookie = request.headers.cookie?.split(';').find((one) => one.trim().startsWith(`${COOKIE}=`));
  const value = cookie?.trim().slice(COOKIE.length + 1);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

function keepBrowser(reply: FastifyReply, browser: string, isEncrypted: boolean): void {
  const secure = isEncrypted ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${COOKIE}=${browser}; Path=${PATH}; Max-Age=${COOKIE_S}; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** The host was checked against those that are this gateway before anything got here. */
const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
