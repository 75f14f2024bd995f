import { type ReactNode, useEffect, useState } from 'react';
import type { MemoryMapView } from '../../../../src-shared/contract/memory.ts';
import { rpc } from '../../../rpc/connect.ts';
import { type BegunDevice, deviceBegun } from '../../../state/device-requests.ts';

interface InsteadOfferProps {
  readonly instead: NonNullable<MemoryMapView['instead']>;
}

/** Another way to values that the memory does not give: offered where something answers there. */
export function InsteadOffer({ instead: { title, address, hint } }: InsteadOfferProps): ReactNode {
  const [found, setFound] = useState<BegunDevice | null>();
  useEffect(() => {
    const stop = new AbortController();
    discovered(address, stop.signal).then(
      (device) => stop.signal.aborted || setFound(device),
      () => stop.signal.aborted || setFound(null),
    );
    return () => stop.abort();
  }, [address]);
  if (found === undefined)
    return (
      <p className="quiet">
        Asking whether the {title} answers at {address}…
      </p>
    );
  if (found === null)
    return (
      <p className="quiet">
        The {title} does not answer at {address}. {hint}
      </p>
    );
  return (
    <div className="block-which">
      <span>
        The {title} answers at {address}: it has the values of optimised blocks by name.
      </span>
      <button type="button" className="button" onClick={() => deviceBegun(found)}>
        New device there
      </button>
    </div>
  );
}

/** The device that is made for an address, once something there says how it can be connected to; null: nothing does. */
async function discovered(address: string, signal: AbortSignal): Promise<BegunDevice | null> {
  const { matches } = await rpc().drivers.recognise({ text: address }, { signal });
  const match = matches.find(({ id }) => id !== null);
  if (!match || match.id === null) return null;
  const offers = await rpc().drivers.offers({ protocol: match.id, connection: match.connection }, { signal });
  return offers.length === 0 ? null : { protocol: match.id, connection: match.connection };
}
