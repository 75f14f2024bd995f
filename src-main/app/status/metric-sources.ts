import type { BusyShare } from '../../diagnostics/busy-share.ts';
import type { EventLoopLag } from '../../diagnostics/event-loop-lag.ts';
import type { BrokerFigures, MetricSources } from '../../diagnostics/metric-sources.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Publishing, PublishingSink } from '../publishing/publishing.ts';

/** What `/metrics` reads of a running engine. */
export function metricSources(
  parts: EngineParts,
  hosts: EngineHosts,
  own: { readonly sockets: () => number; readonly lag: EventLoopLag; readonly polling: BusyShare },
): MetricSources {
  const { storage, plant, writes } = parts;
  const { version, startedUs } = parts.info();
  return {
    balance: () => storage.balance(),
    devices: () => plant.devices.all,
    hosts: () => hosts.all,
    process: () => ({
      version,
      startedUs,
      sockets: own.sockets(),
      pollingLoad: own.polling.share,
      lag: own.lag.figures(),
    }),
    log: () => storage.logState(),
    writes: () => writes.commands.counts,
    ...(parts.remote.view && { remote: () => parts.remote.view! }),
    ...(storage.publishing && {
      mqtt: () => mqttFigures(storage.publishing!),
      brokers: () => storage.publishing!.sinks.map(linkFigures),
    }),
  };
}

const linkFigures = ({ name, client: { state, progress } }: PublishingSink): BrokerFigures => ({
  sink: name,
  connected: state.kind === 'connected',
  inFlight: progress?.inFlight ?? 0,
  repeated: progress?.repeatedMessages ?? 0,
});

/** Today each message carries one point. */
function mqttFigures({ client }: Publishing): ReturnType<NonNullable<MetricSources['mqtt']>> {
  const { progress, state } = client;
  return {
    connected: state.kind === 'connected',
    published: progress?.deliveredPoints ?? 0,
    inFlight: progress?.inFlight ?? 0,
    repeated: progress?.repeatedMessages ?? 0,
    commands: { received: progress?.commands.received ?? 0, refused: progress?.commands.refused ?? {} },
  };
}
