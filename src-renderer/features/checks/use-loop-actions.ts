import { useCallback, useRef, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/checks.ts';
import { loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { loopTaken, useChecks } from '../../state/checks.ts';

/** What can be done with the loop in hand, by whatever key or button. */
export interface LoopActions {
  /** The step that is being captured now. */
  readonly capturing: string | undefined;
  /** Why the last thing was not done. */
  readonly refusal: { readonly code: string; readonly text: string } | undefined;
  /** @param step the next one that has no capture unless given. */
  readonly capture: (step?: string, by?: 'hand' | 'steady') => Promise<void>;
  readonly sign: (verdict: 'pass' | 'fail', defect?: string) => Promise<void>;
}

interface Refused {
  readonly code: string;
  readonly text: string;
  /** The loop that it was said of. */
  readonly of: string | undefined;
}

/** @param onSigned goes on to the next loop. */
export function useLoopActions(id: string, loop: CheckLoopView | undefined, onSigned: () => void): LoopActions {
  const [capturing, setCapturing] = useState<string>();
  const [refused, setRefusal] = useState<Refused>();
  const key = loop && loopKey(loop);
  const isBusy = useRef(false);
  const run = useCallback(
    async (step: string | undefined, ask: () => Promise<CheckLoopView>): Promise<boolean> => {
      if (isBusy.current) return false;
      isBusy.current = true;
      setCapturing(step);
      setRefusal(undefined);
      try {
        loopTaken(id, await ask());
        return true;
      } catch (error) {
        const { code, text } = toNexusError(error);
        setRefusal({ code, text, of: key });
        return false;
      } finally {
        isBusy.current = false;
        setCapturing(undefined);
      }
    },
    [id, key],
  );
  const capture = async (step?: string, by: 'hand' | 'steady' = 'hand'): Promise<void> => {
    const wanted = step ?? nextStep(loop);
    if (!loop || wanted === undefined) return;
    const { device, tag } = loop;
    await run(wanted, () => rpc().checks.capture({ id, device, tag, step: wanted, by }));
  };
  const sign = async (verdict: 'pass' | 'fail', defect?: string): Promise<void> => {
    if (!loop) return;
    const name = useChecks.getState().signer.trim();
    if (name === '') {
      setRefusal({
        code: 'check.signer',
        text: 'No name stands under the check. Write yours into “Sign as”.',
        of: key,
      });
      document.querySelector<HTMLElement>('[data-signer]')?.focus();
      return;
    }
    const { device, tag } = loop;
    const asked = { id, device, tag, verdict, name, ...(defect !== undefined && { defect }) };
    if (await run(undefined, () => rpc().checks.sign(asked))) onSigned();
  };
  const refusal = refused?.of === key ? refused : undefined;
  return { capturing, refusal, capture, sign };
}

/** The first required step without a capture; then an optional one; then none. */
export function nextStep(loop: CheckLoopView | undefined): string | undefined {
  const open = loop?.steps.filter(({ capture, write }) => !capture && write === null) ?? [];
  return (open.find(({ need }) => need === 'required') ?? open[0])?.key;
}
