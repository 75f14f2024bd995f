import { contract } from '../../src-shared/contract/contract.ts';
import { BusyShare } from '../diagnostics/busy-share.ts';
import { EventLoopLag } from '../diagnostics/event-loop-lag.ts';
import { createMetrics } from '../diagnostics/metrics.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { Watchers } from '../live/watchers.ts';
import { HttpServer, type HttpServerOptions } from '../rpc/http-server.ts';
import type { ListenerState, ListenSettings } from '../rpc/listen/listeners.ts';
import { orpcRouter } from '../rpc/orpc-router.ts';
import { type EnginePort, PortServer } from '../rpc/port.ts';
import { accessGate } from './access/access-gate.ts';
import { auditGate } from './audit/audit-gate.ts';
import type { EngineHosts } from './engine-hosts.ts';
import type { EngineParts } from './engine-parts.ts';
import { engineHandlers } from './handlers/handlers.ts';
import { type HealthReport, healthReport } from './status/health-report.ts';
import { metricSources } from './status/metric-sources.ts';
import { statusDocument } from './status/status-document.ts';

export interface ServedEngine {
  /** Without a port only programs on this computer come in, and the window of this program by `connect`. */
  readonly listen: ListenSettings;
  readonly pages: string;
  readonly parts: EngineParts;
  readonly oidc: HttpServerOptions['oidc'];
  readonly hosts: EngineHosts;
  readonly logger: Logger;
}

export interface Workstation extends Disposable {
  /** Serves a page of the program that hosts the engine. */
  connect(port: EnginePort): void;
  /** Where it is served on TCP; undefined where nothing listens there. */
  readonly listener: ListenerState | undefined;
}

/** Opens the engine to the window of its own program, to programs on this computer and, where there is a port, to browsers and scripts. */
export async function serveWorkstation(served: ServedEngine): Promise<Workstation> {
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
  const gate = auditGate(accessGate(parts), parts.audit, logger);
  const router = orpcRouter(contract, engineHandlers(parts), logger, gate);
  const ports = lifetime.add(new PortServer(router, watchers, logger));
  const health = (): HealthReport => healthReport(parts, hosts);
  try {
    const http = lifetime.add(
      await HttpServer.listen({
        ...served,
        door: parts.access,
        router,
        watchers,
        metrics,
        health,
        status,
        version: parts.info().version,
        limitHit: (limit, source) => parts.audit.limits.hit(limit, source),
        upload: (content) => parts.imports.receive(content),
        answerAgent: parts.deploy.answer,
        download: (ticket) => parts.downloads.take(ticket),
        revision: () => parts.editor.current.revision.number,
      }),
    );
    return {
      connect: (end: EnginePort) => ports.connect(end),
      get listener() {
        return http.listener;
      },
      dispose: () => lifetime.dispose(),
    };
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
}
