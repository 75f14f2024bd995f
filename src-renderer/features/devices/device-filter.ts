import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import type { FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { useDrivers } from '../../state/drivers.ts';
import { type DeviceRow, deviceText } from './device-columns.tsx';
import { deviceStatus } from './device-status.ts';

type Kind = DeviceHealth['status']['kind'];

const stands =
  (...kinds: readonly Kind[]) =>
  ({ health }: DeviceRow): boolean =>
    kinds.includes(health.status.kind);

/** What a filter may ask of a device. */
export const DEVICE_SHAPE: FilterShape<DeviceRow> = {
  fields: [
    { id: 'dev', also: ['name'], doc: 'Name or id', kind: 'text', read: ({ device }) => [device.name, device.id] },
    {
      id: 'protocol',
      doc: 'Protocol',
      kind: 'text',
      read: ({ device }) => [device.protocolTitle, device.protocol],
      values: () => useDrivers.getState().drivers.map(({ id }) => id),
    },
    { id: 'endpoint', doc: 'Where it is', kind: 'text', read: ({ device }) => device.endpoint },
    { id: 'topic', doc: 'Begin of its topics', kind: 'text', read: ({ device }) => device.unsPrefix },
    {
      id: 'q',
      also: ['quality'],
      doc: 'How its values are',
      kind: 'state',
      isLive: true,
      states: {
        good: stands('connected'),
        uncertain: stands('degraded', 'connecting'),
        bad: stands('offline'),
      },
    },
    {
      id: 'is',
      doc: 'How the device stands',
      kind: 'state',
      isLive: true,
      states: {
        connected: stands('connected'),
        connecting: stands('connecting'),
        degraded: stands('degraded'),
        offline: stands('offline'),
        disabled: stands('disabled'),
        resting: ({ health: { status } }) => status.kind === 'offline' && status.breaker === 'open',
        error: ({ health }) => deviceStatus(health).tone === 'error',
        simulated: ({ device }) => device.simulated === true,
      },
    },
    {
      id: 'p95',
      doc: 'Time that 95 % of requests take at most',
      kind: 'duration',
      isLive: true,
      read: ({ health }) => health.latencyP95Ms,
    },
    { id: 'tags', doc: 'Number of tags', kind: 'number', read: ({ device }) => device.tags },
    {
      id: 'good',
      doc: 'Tags whose value is good',
      kind: 'number',
      isLive: true,
      read: ({ health }) => health.tagsGood,
    },
  ],
  text: (row) => deviceText(row).toLowerCase(),
};
