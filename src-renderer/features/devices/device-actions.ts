import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { removeAsked, testAsked } from '../../state/device-requests.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { isLost } from '../../state/link.ts';
import { noticed } from '../../state/notices.ts';
import { may } from '../../state/roles.ts';

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
}

const named = (devices: readonly DeviceView[], one: string, some: string): string =>
  devices.length > 1 ? `${some} ${devices.length} devices` : one;

const isAnyEnabled = (devices: readonly DeviceView[]): boolean => devices.some(({ enabled }) => enabled);

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
    id: 'traffic',
    label: () => 'Show traffic',
    keys: '',
    takes: 'one',
    kind: 'look',
    run: ([device]) => tabOpened(`device/${device!.id}/traffic`, 'kept'),
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
    id: 'duplicate',
    label: () => 'Duplicate',
    keys: '',
    takes: 'one',
    kind: 'change',
    run: ([device]) => tabOpened(`new-device/${device!.id}`, 'kept'),
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
export function whyNot({ takes, kind }: DeviceAction, devices: readonly DeviceView[]): string | undefined {
  if (devices.length === 0) return 'Choose a device first.';
  if (takes === 'one' && devices.length > 1) return 'Choose one device only.';
  return kind === 'change' ? whyNoChange() : undefined;
}

/** Why no device can be changed now; undefined: they can. */
export function whyNoChange(): string | undefined {
  if (!may('engineer')) return 'Ask an Engineer to change devices.';
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

/** Devices of the project by their ids; those that are no longer there are left out. */
export const devicesOf = (ids: readonly string[]): readonly DeviceView[] =>
  useDevices.getState().list.filter(({ id }) => ids.includes(id));
