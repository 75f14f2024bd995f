import { Pencil, Plus, Radar } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import type { MenuPlace } from '../../ui/DataGrid.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { addDevice, DEVICE_ACTIONS, whyNot } from './device-actions.ts';
import { deviceMenu } from './device-menu.ts';
import { discoveryOpened } from './discovery-store.ts';

const actionOf = (id: string) => DEVICE_ACTIONS.find((action) => action.id === id)!;
const EDIT = actionOf('edit');

/** Adds a device. */
export function AddDeviceButton({ tone = 'primary' }: { readonly tone?: 'primary' | 'usual' }): ReactNode {
  const mayAdd = useMay('configure');
  return (
    <button
      type="button"
      className={tone === 'primary' ? 'button primary' : 'button'}
      disabled={!mayAdd}
      title={mayAdd ? undefined : 'Ask an Engineer to add devices.'}
      onClick={addDevice}
    >
      <Plus size={16} strokeWidth={1.5} aria-hidden />
      Add device
    </button>
  );
}

/** Looks for devices in a network. */
export function DiscoverButton(): ReactNode {
  const mayLook = useMay('configure');
  const isLost = useLink(({ state }) => state.kind === 'lost');
  return (
    <button
      type="button"
      className="button"
      disabled={!mayLook || isLost}
      title={mayLook ? undefined : 'Ask an Engineer to discover devices.'}
      onClick={discoveryOpened}
    >
      <Radar size={16} strokeWidth={1.5} aria-hidden />
      Discover…
    </button>
  );
}

/** The same in the header of the tree. */
export function AddDeviceIcon(): ReactNode {
  const mayAdd = useMay('configure');
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="Add device"
      title={mayAdd ? 'Add device' : 'Ask an Engineer to add devices.'}
      disabled={!mayAdd}
      onClick={addDevice}
    >
      <Plus size={16} strokeWidth={1.5} aria-hidden />
    </button>
  );
}

/** What can be done with the chosen devices; all of it is in their context menu too. */
export function ChosenDeviceButtons({ devices }: { readonly devices: readonly DeviceView[] }): ReactNode {
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  // What speaks against an action changes with these.
  useLink(({ state }) => state.kind);
  useMay('configure');
  return (
    <>
      <button
        type="button"
        className="button"
        title={whyNot(EDIT, devices) ?? 'F2'}
        disabled={whyNot(EDIT, devices) !== undefined}
        onClick={() => EDIT.run(devices)}
      >
        <Pencil size={16} strokeWidth={1.5} aria-hidden />
        Edit
      </button>
      <button
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        disabled={devices.length === 0}
        title={devices.length === 0 ? 'Choose a device first.' : 'Also by the right button or the menu key'}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          setMenu({ x: left, y: bottom });
        }}
      >
        More ▾
      </button>
      {menu === null ? null : (
        <Menu label="Device" items={deviceMenu(devices)} at={menu} onClose={() => setMenu(null)} />
      )}
    </>
  );
}
