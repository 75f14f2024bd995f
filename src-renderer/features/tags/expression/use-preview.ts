import { useEffect, useState } from 'react';
import type { ExpressionPreview } from '../../../../src-shared/contract/drivers.ts';
import { type NexusError, toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';

/** A pause in typing after which an expression is tried. */
const PAUSE_MS = 250;

interface Tried {
  /** What is wrong, or what it gives; null before the first answer. */
  readonly preview: ExpressionPreview | null;
  readonly refusal: NexusError | null;
}

/** Tries an expression on the values of now for as long as it stands there; the one before is given up. */
export function usePreview(device: string, address: string, dataType: string | null, unit: string | null): Tried {
  const [tried, setTried] = useState<Tried>({ preview: null, refusal: null });
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const follow = async (): Promise<void> => {
      try {
        const stream = await rpc().drivers.preview({ signal, input: { device, address, dataType, unit } });
        for await (const preview of stream) {
          if (signal.aborted) return;
          setTried({ preview, refusal: null });
        }
      } catch (error) {
        if (!signal.aborted) setTried({ preview: null, refusal: toNexusError(error) });
      }
    };
    const timer = setTimeout(() => void follow(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [device, address, dataType, unit]);
  return tried;
}
