import { useEffect, useState } from 'react';
import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';

const NONE: readonly TagPlaces[] = [];

/** Where the tags of a device stand in its frames, read again when devices change; undefined until that is known. */
export function useTagPlaces(device: string): readonly TagPlaces[] | undefined {
  const [read, setRead] = useState<{ readonly device: string; readonly places: readonly TagPlaces[] }>();
  const list = useDevices((state) => state.list);
  useEffect(() => {
    let isOver = false;
    const take = (places: readonly TagPlaces[]): void => {
      if (!isOver) setRead({ device, places });
    };
    // Frames are shown without the names of tags where nobody tells them.
    void rpc()
      .diagnostics.places({ device })
      .then(take, () => take(NONE));
    return () => {
      isOver = true;
    };
  }, [device, list]);
  return read?.device === device ? read.places : undefined;
}
