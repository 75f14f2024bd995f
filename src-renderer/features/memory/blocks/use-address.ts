import { useEffect, useState } from 'react';
import type { FoundPlace, PlaceFields, PlaceReading, PlaceView } from '../../../../src-shared/contract/places.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { usePause } from '../../../state/pause.ts';

/** While somebody types. */
const QUIET_MS = 120;
/** Between two readings of the value. */
const EVERY_MS = 1_000;
/** After one that came to nothing. */
const RETRY_MS = 5_000;

/** What an address means, asked when its text stands still; `good`: the last one that was a place. */
export interface AskedAddress {
  readonly found: FoundPlace | null;
  readonly good: PlaceView | null;
}

/** Asks what an address means. @param lengths of areas, where they are known */
export function useFoundPlace(device: string, text: string, lengths: Readonly<Record<string, number>>): AskedAddress {
  const [asked, setAsked] = useState<AskedAddress>({ found: null, good: null });
  const known = JSON.stringify(lengths);
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const stop = new AbortController();
    const take = (found: FoundPlace | null): void => {
      if (!stop.signal.aborted) setAsked(({ good }) => ({ found, good: found?.place ?? good }));
    };
    const timer = setTimeout(() => {
      rpc()
        .places.describe(
          { device, tags: [{ address: text }], lengths: JSON.parse(known) as Record<string, number> },
          { signal: stop.signal },
        )
        .then(([one]) => take(one ?? null))
        .catch((error: unknown) => take({ place: null, fault: faultOf(error) }));
    }, QUIET_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [device, text, known]);
  return text.trim() === '' ? { ...asked, found: null } : asked;
}

/** The address of fields. @throws NexusError */
export async function builtPlace(device: string, fields: PlaceFields): Promise<FoundPlace> {
  const [found] = await rpc().places.build({ device, places: [fields] });
  return found!;
}

/** The value at an address, read again and again while it is shown; not while the screen is paused. */
export function usePlaceValue(device: string, address: string | undefined): PlaceReading | null {
  const [read, setRead] = useState<{ readonly of: string; readonly reading: PlaceReading | null }>();
  useEffect(() => {
    if (address === undefined) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      let next = EVERY_MS;
      if (usePause.getState().sinceMs === null)
        try {
          const [one] = await rpc().places.read({ device, tags: [{ address }] }, { signal: stop.signal });
          if (!stop.signal.aborted) setRead({ of: address, reading: one ?? null });
        } catch (error) {
          next = RETRY_MS;
          if (!stop.signal.aborted) setRead({ of: address, reading: { ...NOTHING, reason: faultOf(error) } });
        }
      if (!stop.signal.aborted) timer = setTimeout(() => void look(), next);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [device, address]);
  return read && read.of === address ? read.reading : null;
}

const NOTHING: PlaceReading = {
  ...{ place: null, fault: null, text: null, hex: '', doubt: null, reason: null, isPending: false },
};

function faultOf(error: unknown): { code: string; text: string } {
  const { code, text } = toNexusError(error);
  return { code, text };
}
