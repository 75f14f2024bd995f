import { FileInput } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import { useTour } from './tour-store.ts';

/** Brings in the devices of a `devices.yaml`, as one revision: all of them or, with a fault, none. */
export function ImportDevices(): ReactNode {
  const mayAdd = useMay('configure');
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    try {
      const yaml = await file.text();
      const { diff } = await rpc().config.importDevices({ yaml, comment: `Imported ${file.name}` });
      const count = diff.devicesAdded.length + diff.devicesChanged.length;
      noticed({ kind: 'done', text: `${count === 1 ? '1 device' : `${count} devices`} imported from ${file.name}.` });
      tabOpened('devices', 'kept');
    } catch (error) {
      useTour.setState({ problem: `Nothing of ${file.name} was imported. ${toNexusError(error).text}` });
    }
  };
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        File of devices
      </label>
      <input
        id={id}
        ref={box}
        type="file"
        hidden
        accept=".yaml,.yml"
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = '';
        }}
      />
      <button type="button" className="button" disabled={!mayAdd} onClick={() => box.current?.click()}>
        <FileInput size={16} strokeWidth={1.5} aria-hidden />
        Import a devices.yaml…
      </button>
    </>
  );
}
