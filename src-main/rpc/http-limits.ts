import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { isLoopbackAddress } from './listen/connection-limits.ts';
import { listenerOf } from './listen/listener.ts';
import { parseStrictJson } from './strict-json.ts';

/** Of every request that is not made for more (decision 0013). */
export const BODY_LIMIT = 64 * 1024;
const DEPTH = 20;
const KEYS = 10_000;
/** Devices with thousands of tags have as many keys as fit into their bytes. */
const KEYS_OF_LARGE_BODIES = 1_000_000;

const WINDOW_MS = 10_000;
/** In a window, of one address. Behind a proxy, and for the windows on this computer, that address is everybody's. */
const MOST = { signIn: 60, outside: 3_000, loopback: 20_000 } as const;
const SIGN_IN = /^\/(?:api\/v1\/)?session(?:\/|\?|$)/;
const MOST_ADDRESSES = 5_000;

/**
 * How much one peer may ask, and in which form: counted before anything else is looked at.
 * @param exceeded told of each request that was too many.
 */
export async function limitRequests(
  server: FastifyInstance,
  exceeded: (limit: string, source: string) => void,
): Promise<void> {
  await server.register(rateLimit, { global: false, cache: MOST_ADDRESSES });
  const check = server.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `${isSignIn(request) ? 'sign-in ' : ''}${request.ip}`,
    max: (request) => (isSignIn(request) ? MOST.signIn : isLoopbackAddress(request.ip) ? MOST.loopback : MOST.outside),
  });
  server.addHook('onRequest', async (request, reply) => {
    if (listenerOf(request.raw).kind === 'local') return;
    const limit = await check(request);
    if (limit.isAllowed || !limit.isExceeded) return;
    exceeded(isSignIn(request) ? 'sign-ins' : 'requests', request.ip);
    reply.header('retry-after', limit.ttlInSeconds);
    const text = `More than ${limit.max} ${isSignIn(request) ? 'sign-ins' : 'requests'} came from ${request.ip} in 10 s. Try again in ${limit.ttlInSeconds} s.`;
    throw new NexusError('NX_ACCESS_LIMIT', text, { retryAfterS: limit.ttlInSeconds });
  });
  readStrictly(server);
}

const isSignIn = (request: FastifyRequest): boolean => request.method === 'POST' && SIGN_IN.test(request.url);

/** JSON is the only form of a body; a body of none is none. */
function readStrictly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const isLarge = (request.routeOptions.bodyLimit ?? BODY_LIMIT) > BODY_LIMIT;
    try {
      const text = body as string;
      const keys = isLarge ? KEYS_OF_LARGE_BODIES : KEYS;
      done(null, text === '' ? undefined : parseStrictJson(text, { depth: DEPTH, keys }));
    } catch (error) {
      done(error as Error);
    }
  });
}
