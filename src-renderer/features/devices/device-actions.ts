import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { removeAsked, testAsked, twinFaultAsked } from '../../state/device-requests.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { isLost } from '../../state/link.ts';
import { noticed } from '../../state/notices.ts';
import { may } from '../../state/roles.ts';
import { rulesAsked } from '../../state/rule-requests.ts';
import { deviceFix } from './device-fix.ts';
import { exportDevices } from './export-devices.ts';
import { fixDevice, reconnect } from './fix-device.ts';

/** Something that can be done with devices: the same in the toolbar, in menus, by keys and in the palette. */
export interface DeviceAction {
  /** `edit`: stable, part of the id of its command. */
  readonly id: string;
  readonly label: (devices: readonly DeviceView[]) => string;
  readonly keys: string;
  /** Whether it is done with one device only. */
  readonly takes: 'one' | 'some';
  /** Whether it changes the project or asks the device: then it needs an engineer and a gateway. */
  readonly kind: 'look' | 'change';
  readonly run: (devices: readonly DeviceView[]) => void;
  /** Why it cannot be done with these devices, beside what holds for all actions. */
  readonly blocked?: (devices: readonly DeviceView[]) => string | undefined;
}

const named = (devices: readonly DeviceView[], one: string, some: string): string =>
  devices.length > 1 ? `${some} ${devices.length} devices` : one;

const isAnyEnabled = (devices: readonly DeviceView[]): boolean => devices.some(({ enabled }) => enabled);

const isAnyTwinned = (devices: readonly DeviceView[]): boolean => devices.some(({ twin }) => twin !== 'off');

const startLabel = (devices: readonly DeviceView[]): string => named(devices, 'Start twin', 'Start twins of');

/** What helps a device as it is now. */
const fixOf = ({ id, health }: DeviceView) => deviceFix(useDevices.getState().health[id] ?? health);

const isOfDemo = (devices: readonly DeviceView[]): string | undefined =>
  devices.some(({ simulated, twin }) => simulated && twin === 'off')
    ? 'The demo plant simulates its devices anyway.'
    : undefined;

/** Everything that can be done with devices that are there, in the order of the menu. */
export const DEVICE_ACTIONS: readonly DeviceAction[] = [
  {
    id: 'tags',
    label: () => 'Open tags',
    keys: 'Enter',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/tags`, 'kept'),
  },
  {
    id: 'edit',
    label: () => 'Edit',
    keys: 'F2',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/edit`, 'kept'),
  },
  {
    id: 'test',
    label: () => 'Test connection',
    keys: '',
    takes: 'one',
    kind: 'change',
    run: ([device]) => testAsked(device!.id),
  },
  {
    id: 'read-plan',
    label: () => 'Show read plan',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/read-plan`, 'kept'),
  },
  {
    id: 'memory',
    label: ([device]) => `Show ${device?.memory?.toLowerCase() ?? 'memory'}`,
    keys: '',
    takes: 'one',
    kind: 'look',
    blocked: ([device]) => (device?.memory === null ? 'It has no memory to look at cell by cell.' : undefined),
    run: ([device]) => tabOpened(`device/${device!.id}/memory`, 'kept'),
  },
  {
    id: 'traffic',
    label: () => 'Show traffic',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/traffic`, 'kept'),
  },
  {
    id: 'latency',
    label: () => 'Show latency',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/latency`, 'kept'),
  },
  {
    id: 'breaker',
    label: () => 'Show breaker and queue',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/breaker`, 'kept'),
  },
  {
    id: 'reconnect',
    label: () => 'Reconnect now',
    keys: '',
    takes: 'some',
    kind: 'change',
    blocked: (devices) => (isAnyEnabled(devices) ? undefined : 'It is disabled. Enable it first.'),
    run: (devices) => {
      for (const { id } of devices) void reconnect(id);
    },
  },
  {
    id: 'fix',
    label: ([device]) => (device && fixOf(device)?.label) ?? 'Fix what is wrong',
    keys: '',
    takes: 'one',
    kind: 'look',
    blocked: ([device]) => (device && fixOf(device) ? undefined : 'Nothing is wrong with it.'),
    run: ([device]) => {
      const fix = fixOf(device!);
      if (fix) fixDevice(device!.id, fix);
    },
  },
  {
    id: 'rules',
    label: () => 'Show quality rules',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => rulesAsked(device!.id),
  },
  {
    id: 'enable',
    label: (devices) =>
      isAnyEnabled(devices) ? named(devices, 'Disable', 'Disable') : named(devices, 'Enable', 'Enable'),
    keys: '',
    takes: 'some',
    kind: 'change',
    run: (devices) => void setEnabled(devices, isAnyEnabled(devices) ? 'disabled' : 'enabled'),
  },
  {
    id: 'twin',
    label: (devices) => (isAnyTwinned(devices) ? named(devices, 'Stop twin', 'Stop twins of') : startLabel(devices)),
    keys: '',
    takes: 'some',
    kind: 'change',
    blocked: isOfDemo,
    run: (devices) => void setTwin(devices, isAnyTwinned(devices) ? 'off' : 'waves'),
  },
  {
    id: 'twin-history',
    label: (devices) => named(devices, 'Start twin with the last hour', 'Start twins with the last hour of'),
    keys: '',
    takes: 'some',
    kind: 'change',
    blocked: (devices) =>
      isOfDemo(devices) ?? (isAnyTwinned(devices) ? 'A twin runs already. Stop it first.' : undefined),
    run: (devices) => void setTwin(devices, 'history'),
  },
  {
    id: 'twin-fault',
    label: () => 'Fault of the twin…',
    keys: '',
    takes: 'one',
    kind: 'change',
    blocked: ([device]) => (device?.simulated ? undefined : 'Only a simulated device has faults to choose.'),
    run: ([device]) => twinFaultAsked(device!.id),
  },
  {
    id: 'duplicate',
    label: () => 'Duplicate',
    keys: '',
    takes: 'one',
    kind: 'change',
    run: ([device]) => tabOpened(`new-device/${device!.id}`, 'kept'),
  },
  {
    id: 'export',
    label: (devices) => named(devices, 'Export configuration', 'Export configuration of'),
    keys: '',
    takes: 'some',
    kind: 'look',
    run: (devices) => void exportDevices(devices),
  },
  {
    id: 'remove',
    label: (devices) => `${named(devices, 'Delete', 'Delete')}…`,
    keys: 'Ctrl+Delete',
    takes: 'some',
    kind: 'change',
    run: (devices) => removeAsked(devices.map(({ id }) => id)),
  },
];

/** The form of a new device, which first asks for its protocol. */
export const addDevice = (): void => tabOpened('new-device', 'kept');

/** Why it cannot be done with these now, as one sentence; undefined: it can. */
export function whyNot({ takes, kind, blocked }: DeviceAction, devices: readonly DeviceView[]): string | undefined {
  if (devices.length === 0) return 'Choose a device first.';
  if (takes === 'one' && devices.length > 1) return 'Choose one device only.';
  return (kind === 'change' ? whyNoChange() : undefined) ?? blocked?.(devices);
}

/** Why no device can be changed now; undefined: they can. */
export function whyNoChange(): string | undefined {
  if (!may('configure')) return 'Ask an Engineer to change devices.';
  return isLost() ? 'The gateway is offline.' : undefined;
}

async function setEnabled(devices: readonly DeviceView[], to: 'enabled' | 'disabled'): Promise<void> {
  const isEnabled = to === 'enabled';
  for (const { id, name } of devices.filter(({ enabled }) => enabled !== isEnabled)) {
    try {
      const comment = `${isEnabled ? 'Enabled' : 'Disabled'} ${name}`;
      await rpc().config.changeDevice({ device: id, patch: { enabled: isEnabled }, comment });
    } catch (error) {
      noticed({ kind: 'failed', text: `${name} is not ${to}. ${toNexusError(error).text}` });
      return;
    }
  }
}

/** Lets twins on the gateway take the place of devices, or the devices take theirs again. */
async function setTwin(devices: readonly DeviceView[], simulated: DeviceView['twin']): Promise<void> {
  for (const { id, name, twin } of devices) {
    if (twin === simulated) continue;
    try {
      const comment = simulated === 'off' ? `Twin of ${name} stopped` : `Twin of ${name} started`;
      await rpc().config.changeDevice({ device: id, patch: { simulated }, comment });
    } catch (error) {
      noticed({ kind: 'failed', text: `${name} is as it was. ${toNexusError(error).text}` });
      return;
    }
  }
}

/** Devices of the project by their ids; those that are no longer there are left out. */
export const devicesOf = (ids: readonly string[]): readonly DeviceView[] =>
  useDevices.getState().list.filter(({ id }) => ids.includes(id));
