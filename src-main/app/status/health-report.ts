import { devicesByState } from '../../diagnostics/device-metrics.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';

/** How one part of the engine is, and why where it is not well. */
export interface PartHealth {
  readonly state: 'ok' | 'degraded' | 'down';
  readonly reason?: string;
}

/** `/health/ready`: every part with its state. */
export interface HealthReport {
  /** False: do not send anybody here; values may be lost. */
  readonly ready: boolean;
  readonly detail: {
    /** Well enough to work, and worth a look: nothing accepted is in danger. */
    readonly degraded: readonly string[];
    readonly parts: Readonly<Record<string, PartHealth>>;
    readonly [more: string]: unknown;
  };
}

const WELL: PartHealth = { state: 'ok' };
const degraded = (reason: string): PartHealth => ({ state: 'degraded', reason });
const down = (reason: string): PartHealth => ({ state: 'down', reason });

/**
 * What each part says of itself. Only what keeps the gateway from taking and keeping values makes it unready; a broker, a
 * database or devices that are away make it degraded, because values are kept until they are back. It is open to
 * everybody, so it names no device, no address and no value.
 */
export function healthReport(parts: EngineParts, hosts: EngineHosts): HealthReport {
  const found: Record<string, PartHealth> = {
    ...Object.fromEntries(hosts.all.map((host) => [`host ${host.name}`, hostHealth(host)])),
    log: logHealth(parts),
    historian: historianHealth(parts),
    ...brokerHealth(parts),
    devices: deviceHealth(parts),
    configuration: parts.editor.faultsOnDisk ? degraded('the last sound revision runs: the files have faults') : WELL,
  };
  const of = (state: PartHealth['state']): readonly string[] =>
    Object.entries(found).flatMap(([name, part]) => (part.state === state ? [name] : []));
  return {
    ready: of('down').length === 0,
    detail: {
      version: parts.info().version,
      devices: parts.plant.directory.devices.length,
      degraded: of('degraded'),
      parts: found,
    },
  };
}

function hostHealth({ state, restarts }: EngineHosts['all'][number]): PartHealth {
  if (state === 'running' || state === 'stopped') return WELL;
  return down(state === 'waiting' ? `it ended and is started again (${restarts} times so far)` : 'it starts');
}

function logHealth({ storage }: EngineParts): PartHealth {
  const kind = storage.logState()?.kind ?? 'ok';
  if (kind === 'ok') return WELL;
  if (kind === 'fault') return down('it cannot be written');
  if (kind === 'full') return down('it is full, and new points are rejected');
  const WHY = {
    low: 'the disk is low',
    'near-full': 'it will be full soon',
    dropping: 'it is full, and the oldest points are dropped',
  } as const;
  return degraded(WHY[kind]);
}

function historianHealth({ storage }: EngineParts): PartHealth {
  const { state, reason } = storage.historianState();
  return state === 'running' ? WELL : degraded(`values wait in the log (${reason?.code ?? 'it is down'})`);
}

function brokerHealth({ storage }: EngineParts): Readonly<Record<string, PartHealth>> {
  const sinks = storage.publishing?.sinks ?? [];
  return Object.fromEntries(
    sinks.map(({ name, client: { state } }) => [
      `sink ${name}`,
      state.kind === 'connected' ? WELL : degraded('the broker is away; values wait in the log'),
    ]),
  );
}

function deviceHealth({ plant }: EngineParts): PartHealth {
  const states = devicesByState(plant.directory.devices.map((entry) => plant.devices.health(entry)));
  const away = states.offline;
  return away === 0 ? WELL : degraded(`${away} offline`);
}
