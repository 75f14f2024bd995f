import { FolderTree } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { useLink } from '../../state/link.ts';
import { BrowseDialog } from './browse/BrowseDialog.tsx';

/** Opens the address space of a device, where its protocol has one that can be looked through. */
export function BrowseButton({ device, mayEdit }: { readonly device: string; readonly mayEdit: boolean }): ReactNode {
  const view = useDevices((state) => state.list.find(({ id }) => id === device));
  const canBrowse = useDrivers(({ drivers }) =>
    drivers.some(({ id, capabilities }) => id === view?.protocol && capabilities.includes('browse')),
  );
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const [isOpen, setOpen] = useState(false);
  useEffect(wantDrivers, []);
  if (!view || !canBrowse) return null;
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={!mayEdit || isLost}
        title={mayEdit ? 'Looks through the device and makes tags of values.' : 'Engineer role needed.'}
        onClick={() => setOpen(true)}
      >
        <FolderTree size={16} strokeWidth={1.5} aria-hidden />
        Browse…
      </button>
      {isOpen ? <BrowseDialog device={device} title={view.name} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
