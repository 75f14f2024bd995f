import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { FleetStatus } from '../../../src-shared/contract/fleet.ts';
import { sizePlant } from '../../../src-shared/domain/fleet-sizing.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FleetSync } from '../../fleet/fleet-sync.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { planOfDevices } from '../fleet/plan-of-devices.ts';
import { identityView } from '../tags/identity-view.ts';

const OFF: FleetStatus = {
  state: 'off',
  reason: null,
  instance: '',
  partition: { by: 'all', values: [] },
  devices: 0,
  pulled: 0,
  pushed: 0,
  conflicts: [],
  refused: [],
  inStepUs: null,
};

/** The store of the fleet, plans for it, and what a plant needs. */
export function fleetHandlers({ fleet, editor }: Pick<EngineParts, 'fleet' | 'editor'>): NexusHandlers<Call>['fleet'] {
  const joined = (): FleetSync => {
    if (fleet) return fleet;
    const text = 'This gateway shares no configuration store. Set fleet.database in nexus.yaml, then start it again.';
    throw new NexusError('NX_FLEET_UNAVAILABLE', text);
  };
  return {
    status: () => fleet?.status() ?? OFF,
    instances: async () => [...(await joined().store.instances())],
    resolve: async ({ device, keep }) => await joined().resolve(device, keep),
    assign: async ({ devices, instance }, call) => {
      const assigned = await joined().store.assign(devices, instance, identityView(call).name);
      joined().look();
      return { assigned };
    },
    plan: ({ by, instances }) =>
      planOfDevices(editor.current.project.devices, by, instances).map((share) => ({
        ...share,
        values: [...share.values],
      })),
    sizing: (input) => {
      const { notes, ...sizing } = sizePlant(input);
      return { ...sizing, notes: [...notes] };
    },
  };
}
