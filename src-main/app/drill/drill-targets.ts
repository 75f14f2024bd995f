import type { DrillTarget } from '../../../src-shared/contract/drill.ts';
import type { DeviceEntry } from '../tags/tag-directory.ts';
import { endpointOf } from '../twins/twin-place.ts';
import type { DrillParts } from './drill-parts.ts';

export const HISTORIAN = 'historian';

/** Everything that an outage drill can cut, brokers and the historian first; what cannot be cut now says why. */
export function drillTargets({ plant, storage }: Pick<DrillParts, 'plant' | 'storage'>): DrillTarget[] {
  const views = new Map(storage.sinks.views.map((view) => [view.sink, view]));
  const sinkProblem = (sink: string): string => {
    const view = views.get(sink);
    if (!view) return 'It is switched off.';
    if (view.state === 'connected') return '';
    return view.reason ? `It is not connected now: ${view.reason.text}` : 'It is not connected yet.';
  };
  const brokers = (storage.publishing?.sinks ?? []).map(({ name, broker }): DrillTarget => {
    const title = name === 'mqtt' ? 'MQTT broker' : `MQTT broker ${name.slice('mqtt-'.length)}`;
    return { kind: 'broker', name, title, place: broker, isReal: false, problem: sinkProblem(name), shares: [] };
  });
  const state = storage.historianState();
  const historian: DrillTarget = {
    ...{ kind: 'database', name: HISTORIAN, title: 'Historian', isReal: false, shares: [] },
    place: state.store ?? '',
    problem: state.state === 'running' ? '' : (state.reason?.text ?? 'It is not there yet.'),
  };
  const devices = plant.directory.devices.map((entry): DrillTarget => {
    const { device } = entry;
    const port = plant.simulatorPort(device.id);
    return {
      kind: 'device',
      name: device.id,
      title: device.name ?? device.id,
      place: endpointOf(device, port),
      isReal: port === undefined,
      problem: deviceProblem(entry, plant),
      shares: plant.sharing([device.id]).filter((id) => id !== device.id),
    };
  });
  return [...brokers, historian, ...devices];
}

function deviceProblem(entry: DeviceEntry, plant: DrillParts['plant']): string {
  const { device } = entry;
  if (!device.enabled) return 'It is switched off.';
  if (device.manifest.expressions) return 'Its values are calculated here: it has no connection.';
  const twin = plant.simulatorPort(device.id) !== undefined;
  if (!twin && 'path' in (device.connection as object))
    return 'It is on a serial line, which is no network connection.';
  const { status } = plant.devices.health(entry);
  if (status.kind === 'connected' || status.kind === 'degraded') return '';
  return 'reason' in status && status.reason
    ? `It is not connected now: ${status.reason.text}`
    : 'It is not connected.';
}
