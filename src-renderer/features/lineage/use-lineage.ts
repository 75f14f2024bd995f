import { useEffect, useState } from 'react';
import type { Lineage } from '../../../src-shared/contract/lineage.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { useLink } from '../../state/link.ts';
import type { TagRef } from '../../state/tags.ts';

interface LineageRead {
  /** Of what was asked for; of the question before while the next one is read. */
  readonly lineage?: Lineage;
  readonly reason: string;
}

/** Where a stored point comes from; read again when devices change. `reason`: why it could not be read. */
export function useLineage({ device, tag }: TagRef, at: string): LineageRead & { readonly readAgain: () => void } {
  const [read, setRead] = useState<LineageRead>({ reason: '' });
  const [attempt, setAttempt] = useState(0);
  const devices = useDevices((state) => state.list);
  const isLinked = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (!isLinked) return undefined;
    const end = new AbortController();
    rpc()
      .catalogue.lineage({ device, tag, at }, { signal: end.signal })
      .then(
        (lineage) => end.signal.aborted || setRead({ lineage, reason: '' }),
        (error: unknown) =>
          end.signal.aborted || setRead((before) => ({ ...before, reason: toNexusError(error).text })),
      );
    return () => end.abort();
  }, [device, tag, at, attempt, devices, isLinked]);
  return { ...read, readAgain: () => setAttempt(attempt + 1) };
}
