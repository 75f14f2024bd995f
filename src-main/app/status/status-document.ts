import { devicesByState } from '../../diagnostics/device-metrics.ts';
import type { LagFigures } from '../../diagnostics/event-loop-lag.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';

export interface StatusSources {
  readonly parts: EngineParts;
  readonly hosts: EngineHosts;
  /** Open connections of windows. */
  readonly sockets: () => number;
  readonly lag: () => LagFigures;
}

/**
 * `/status`: the whole engine in one document, for people and scripts. Units stand in the names; docs/operations.md says
 * what each part means. Holds no secret, no address of a device and no value.
 */
export function statusDocument({ parts, hosts, sockets, lag }: StatusSources): object {
  const { clock, plant, storage, writes, last } = parts;
  const info = parts.info();
  const { tags } = plant.directory;
  const { number, timeUs, author } = parts.editor.current.revision;
  const nowUs = clock.wallUs();
  const rows = plant.directory.devices.map((entry) => plant.devices.health(entry));
  const sum = (pick: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + pick(row), 0);
  const memory = process.memoryUsage();
  return {
    version: info.version,
    time: iso(nowUs),
    startedAt: iso(info.startedUs),
    uptimeS: Math.max(0, Math.round((nowUs - info.startedUs) / 1e6)),
    gateway: info.gateway,
    project: { name: info.project, mode: info.mode, login: info.login },
    revision: { number, time: iso(timeUs), author },
    hosts: hosts.all.map(({ name, state, restarts }) => ({ name, state, restarts })),
    devices: {
      total: rows.length,
      ...devicesByState(rows),
      polls: sum((row) => row.polls),
      pollsFailed: sum((row) => row.pollsFailed),
      pollsSkipped: sum((row) => row.pollsSkipped),
    },
    tags: { total: tags.length, good: last.countGood(tags) },
    balance: storage.balance(),
    log: storage.logState() ?? null,
    sinks: storage.sinks.views,
    remote: parts.remote.view ?? null,
    writes: writes.commands.counts,
    audit: { state: parts.audit.state.verdict.state, last: parts.audit.state.last, reason: parts.audit.reason ?? null },
    sockets: sockets(),
    memory: {
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
      externalBytes: memory.external,
      arrayBuffersBytes: memory.arrayBuffers,
    },
    eventLoopLag: lag(),
  };
}

const iso = (us: number): string => new Date(us / 1_000).toISOString();
