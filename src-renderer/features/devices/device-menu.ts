import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import type { Command } from '../../state/commands.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import { addDevice, DEVICE_ACTIONS, whyNoChange, whyNot } from './device-actions.ts';
import { discoveryOpened } from './discovery-store.ts';

/** The context menu of devices: the same in the list and in the tree. */
export const deviceMenu = (devices: readonly DeviceView[]): readonly MenuItem[] =>
  DEVICE_ACTIONS.filter(({ takes }) => takes === 'some' || devices.length === 1).map((action) => ({
    label: action.label(devices),
    keys: action.keys,
    state: whyNot(action, devices) === undefined ? 'enabled' : 'disabled',
    onChoose: () => action.run(devices),
  }));

/** What a page that shows devices can do, for palette and keys. @param chosen the devices that are meant then. */
export const deviceCommands = (chosen: () => readonly DeviceView[]): readonly Command[] => [
  { id: 'device.add', title: 'Device: Add device', whyNot: whyNoChange, run: addDevice },
  { id: 'device.discover', title: 'Device: Discover devices…', whyNot: whyNoChange, run: discoveryOpened },
  ...DEVICE_ACTIONS.filter(({ id }) => id !== 'tags').map(
    (action): Command => ({
      id: `device.${action.id}`,
      title: `Device: ${TITLES[action.id] ?? action.label([])}`,
      ...(action.keys !== '' && { keys: [action.keys], leavesText: true }),
      whyNot: () => whyNot(action, chosen()),
      run: () => action.run(chosen()),
    }),
  ),
];

/** Where the label depends on what is chosen. */
const TITLES: Readonly<Record<string, string>> = {
  twin: 'Start or stop twin',
  enable: 'Enable or disable',
  remove: 'Delete',
  memory: 'Show registers or blocks',
};
