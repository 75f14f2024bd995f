import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { OidcDoor } from '../access/oidc/oidc-door.ts';
import type { Authenticator, SessionGrant } from './authenticator.ts';
import { bearerOf } from './rest.ts';
import { serveOidc } from './serve-oidc.ts';

const Text = z.string().min(1).max(1_024);
const SignIn = z.union([
  z.strictObject({ token: Text }),
  z.strictObject({ user: z.string().min(1).max(256), password: Text }),
]);
const Refresh = z.strictObject({ refresh: Text });
const SetUp = z.strictObject({
  code: z.string().min(1).max(128),
  user: z
    .string()
    .trim()
    .toLowerCase()
    .min(2)
    .max(64)
    .regex(/^[a-z0-9][a-z0-9._@-]*$/, { error: 'Use letters, digits and . _ @ -, beginning with a letter or digit.' }),
  name: z.string().trim().min(1).max(128).optional(),
  password: z.string().max(1_024),
});

/** What begins and ends a session comes before any call, and is the same below `/session` and `/api/v1/session`. */
const PREFIXES = ['/session', '/api/v1/session'] as const;

/** Paths of this file: they answer without a session, or judge theirs themselves. */
export const isSessionPath = (path: string): boolean =>
  PREFIXES.some(
    (prefix) =>
      path === prefix ||
      ['/refresh', '/setup', '/oidc/start', '/oidc/callback', '/oidc/exchange'].some(
        (own) => path === `${prefix}${own}`,
      ),
  );

/** Serves how a session begins, goes on and ends: by name and password, by the printed address, by the set-up code. */
export function serveSessions(server: FastifyInstance, door: Authenticator, oidc?: OidcDoor<SessionGrant>): void {
  if (oidc) serveOidc(server, oidc);
  // Tokens are nobody's to keep.
  const quiet = { 'cache-control': 'no-store' } as const;
  for (const prefix of PREFIXES) {
    server.get(prefix, async (request, reply) => {
      reply.headers(quiet);
      const provider = oidc && { oidc: { name: oidc.name } };
      return { ...door.state, ...provider, authenticated: (await door.identify(bearerOf(request))) !== undefined };
    });
    server.post(prefix, async (request, reply) => {
      reply.headers(quiet);
      const asked = parsed(SignIn, request);
      if ('token' in asked) return await door.exchangeToken(asked.token, request.ip);
      return await door.signIn(asked.user, asked.password, request.ip);
    });
    server.post(`${prefix}/refresh`, async (request, reply) => {
      reply.headers(quiet);
      return await door.refresh(parsed(Refresh, request).refresh, request.ip);
    });
    server.post(`${prefix}/setup`, async (request, reply) => {
      reply.headers(quiet);
      return await door.setUp(parsed(SetUp, request), request.ip);
    });
    server.delete(prefix, async (request, reply) => {
      const visitor = await door.identify(bearerOf(request));
      if (visitor) door.signOut(visitor.session);
      return await reply.code(204).send();
    });
  }
}

/** Says what is wrong without saying what was sent. */
function parsed<T extends z.ZodType>(form: T, { body }: FastifyRequest): z.output<T> {
  const result = form.safeParse(body);
  if (result.success) return result.data;
  const places = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new NexusError('NX_REQUEST_INVALID', `The request has faults. ${places.slice(0, 5).join(' ')}`);
}
