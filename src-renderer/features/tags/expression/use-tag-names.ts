import { useEffect, useState } from 'react';
import { rpc } from '../../../rpc/connect.ts';

/** Names of all tags as references write them: those of the same device by their id, first. */
export function useTagNames(device: string): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isWanted = true;
    rpc()
      .devices.names({})
      .then(
        (devices) => {
          if (!isWanted) return;
          const ids = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));
          const own = devices.filter((one) => one.device === device).flatMap((one) => ids(one.ids));
          const others = devices.filter((one) => one.device !== device);
          setNames([...own, ...others.flatMap((one) => ids(one.ids).map((id) => `${one.device}/${id}`))]);
        },
        // Without names there is nothing to choose from, and the expression can be written all the same.
        () => {},
      );
    return () => {
      isWanted = false;
    };
  }, [device]);
  return names;
}
