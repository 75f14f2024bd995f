import type { ReactNode } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';

/** Which order the values of a device have is found out where they are compared with what its display shows. */
export function OrderNote({ device }: { readonly device: string }): ReactNode {
  const memory = useDevices(({ list }) => list.find(({ id }) => id === device)?.memory ?? null);
  if (memory === null) return null;
  return (
    <p className="form-help">
      <button type="button" className="button" onClick={() => tabOpened(`device/${device}/memory`, 'kept')}>
        Find out…
      </button>{' '}
      Read a value, and type what the display shows: the orders that fit are marked.
    </p>
  );
}
