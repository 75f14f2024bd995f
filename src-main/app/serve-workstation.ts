import { contract } from '../../src-shared/contract/contract.ts';
import type { Sessions } from '../access/sessions.ts';
import { BusyShare } from '../diagnostics/busy-share.ts';
import { EventLoopLag } from '../diagnostics/event-loop-lag.ts';
import { createMetrics } from '../diagnostics/metrics.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { Watchers } from '../live/watchers.ts';
import { HttpServer } from '../rpc/http-server.ts';
import { orpcRouter } from '../rpc/orpc-router.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { EngineParts } from './engine-parts.ts';
import { engineHandlers } from './handlers/handlers.ts';
import { metricSources } from './metric-sources.ts';
import { statusDocument } from './status-document.ts';

export interface ServedEngine {
  readonly port: number;
  readonly sessions: Sessions | undefined;
  readonly pages: string;
  readonly parts: EngineParts;
  readonly hosts: EngineHosts;
  readonly logger: Logger;
}

/** Opens the engine to windows, browsers and scripts on loopback. */
export async function serveWorkstation(served: ServedEngine): Promise<Disposable> {
  const lifetime = new Lifetime('workstation');
  const { parts, hosts, logger } = served;
  const watchers = lifetime.add(new Watchers(parts.last, parts.clock));
  const lag = lifetime.add(new EventLoopLag(parts.clock));
  const polling = lifetime.add(
    new BusyShare(parts.clock, () => hosts.all.filter(({ kind }) => kind === 'acquisition')),
  );
  const sockets = (): number => watchers.counts().watchers;
  const metrics = createMetrics(metricSources(parts, hosts, { sockets, lag, polling }));
  const status = (): object => statusDocument({ parts, hosts, sockets, lag: () => lag.figures() });
  const router = orpcRouter(contract, engineHandlers(parts), logger);
  const health = (): { ready: boolean; detail: Record<string, unknown> } => ({
    ready: hosts.areRunning,
    detail: { version: parts.info().version, devices: parts.plant.directory.devices.length },
  });
  try {
    lifetime.add(
      await HttpServer.listen({
        ...served,
        router,
        watchers,
        metrics,
        health,
        status,
        version: parts.info().version,
        revision: () => parts.editor.current.revision.number,
      }),
    );
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
  return lifetime;
}
