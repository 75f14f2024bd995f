import { FolderTree } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { tabOpened } from '../../state/layout.ts';

/** Opens the address space of a device, where its protocol has one that can be looked through. */
export function BrowseButton({ device, mayEdit }: { readonly device: string; readonly mayEdit: boolean }): ReactNode {
  const view = useDevices((state) => state.list.find(({ id }) => id === device));
  const canBrowse = useDrivers(({ drivers }) =>
    drivers.some(({ id, views }) => id === view?.protocol && views.length > 0),
  );
  useEffect(wantDrivers, []);
  if (!view || !canBrowse) return null;
  return (
    <button
      type="button"
      className="button"
      disabled={!mayEdit}
      title={mayEdit ? 'Looks through the device and makes tags of values.' : 'Engineer role needed.'}
      onClick={() => tabOpened(`device/${device}/browse`, 'kept')}
    >
      <FolderTree size={16} strokeWidth={1.5} aria-hidden />
      Browse…
    </button>
  );
}
