import type { FastifyInstance } from 'fastify';
import type { ListenerState } from './listen/listeners.ts';

/** What the engine says of itself, asked anew with every request. */
export interface Operations {
  readonly health: () => { readonly ready: boolean; readonly detail: Readonly<Record<string, unknown>> };
  /** The whole engine in one document. */
  readonly status: () => object;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
}

/**
 * Serves what service managers, scripts and collectors ask. Health tells nothing of the plant and is open; status and
 * metrics need a session where a login is asked for.
 */
export function serveOperations(
  server: FastifyInstance,
  { health, status, metrics, listener }: Operations & { readonly listener: () => ListenerState | undefined },
): void {
  server.get('/health/live', async () => ({ status: 'live' }));
  for (const path of ['/health', '/health/ready']) {
    server.get(path, async (_request, reply) => {
      const { ready, detail } = health();
      const refused = listener()?.refused;
      const door = refused ? { listener: { refused } } : {};
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...detail, ...door });
    });
  }
  server.get('/status', async (_request, reply) => reply.header('cache-control', 'no-store').send(status()));
  server.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(await metrics()));
}
