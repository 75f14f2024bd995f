import { useEffect, useState } from 'react';
import type { ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { isOpen, useLink } from '../../state/link.ts';

/** What requests take changes slowly. */
const AGAIN_MS = 3_000;

/** The read plan of a device, read again when devices change and now and then; `reason`: why there is none. */
export function useReadPlan(device: string): {
  readonly plan: ReadPlanView | undefined;
  readonly reason: string;
  readonly readAgain: () => void;
} {
  const [read, setRead] = useState<{ readonly plan?: ReadPlanView; readonly reason: string }>({ reason: '' });
  const [attempt, setAttempt] = useState(0);
  const list = useDevices((state) => state.list);
  const isLinked = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (!isLinked) return undefined;
    let isOver = false;
    const take = (): void =>
      void rpc()
        .devices.readPlan({ device })
        .then(
          (plan) => isOver || setRead({ plan, reason: '' }),
          (error: unknown) =>
            isOver || !isOpen() || setRead(({ plan }) => ({ ...(plan && { plan }), reason: toNexusError(error).text })),
        );
    take();
    const timer = setInterval(take, AGAIN_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [device, attempt, list, isLinked]);
  return { plan: read.plan, reason: read.reason, readAgain: () => setAttempt(attempt + 1) };
}
