import { devicesByState } from '../../diagnostics/device-metrics.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';

/** How an engine is, in one line for a service manager. It tells no name and no value. */
export function statusSummary({ plant, storage }: EngineParts, hosts: EngineHosts): string {
  const { connected } = devicesByState(plant.directory.devices.map((entry) => plant.devices.health(entry)));
  const enabled = plant.directory.devices.filter(({ device }) => device.enabled).length;
  const down = hosts.all.filter(({ state }) => state !== 'running' && state !== 'stopped').map(({ name }) => name);
  const { state } = storage.historianState();
  const log = storage.logState()?.kind ?? 'ok';
  return [
    `${connected} of ${enabled} devices connected`,
    ...(state === 'running' ? [] : ['historian down']),
    ...(log === 'ok' ? [] : [`log ${log}`]),
    ...(down.length === 0 ? [] : [`waiting for ${down.join(', ')}`]),
  ].join('; ');
}
