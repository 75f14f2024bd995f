import { useCallback, useRef, useState } from 'react';
import type { CheckDetails, CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { loopTaken, useChecks } from '../../state/checks.ts';
import { shrunkPhoto } from './shrink-photo.ts';

/** What can be done with the loop in hand, by whatever key or button. */
export interface LoopActions {
  /** The step that is being captured or written now. */
  readonly capturing: string | undefined;
  /** Why the last thing was not done. */
  readonly refusal: { readonly code: string; readonly text: string } | undefined;
  /** @param step the next one that has no capture unless given. */
  readonly capture: (step?: string, by?: 'hand' | 'steady') => Promise<void>;
  /** Writes a step of an output; whoever calls it has asked the person. */
  readonly exercise: (step: string, confirm?: string) => Promise<void>;
  /** Goes on to the next open loop. */
  readonly sign: (verdict: 'pass' | 'fail', defect?: string) => Promise<void>;
  readonly witness: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  readonly note: (details: Partial<CheckDetails>) => Promise<void>;
  readonly addPhoto: (file: File) => Promise<void>;
  readonly closePunch: (punch: string) => Promise<void>;
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
  const ref = { id, device: loop?.device ?? '', tag: loop?.tag ?? '' };
  const tell = useCallback(
    (error: unknown): void => {
      const { code, text } = toNexusError(error);
      setRefusal({ code, text, of: key });
    },
    [key],
  );
  const ask = useCallback(
    async (asked: Promise<CheckLoopView>): Promise<boolean> => {
      setRefusal(undefined);
      try {
        loopTaken(id, await asked);
        return true;
      } catch (error) {
        tell(error);
        return false;
      }
    },
    [id, tell],
  );
  // Two captures at once would average over each other's changes, and two signatures are one too many.
  const isBusy = useRef(false);
  const alone = async (step: string | undefined, call: () => Promise<CheckLoopView>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setCapturing(step);
    const isDone = await ask(call());
    isBusy.current = false;
    setCapturing(undefined);
    return isDone;
  };
  const named = (): string | undefined => {
    const name = useChecks.getState().signer.trim();
    if (name !== '') return name;
    setRefusal({
      code: 'check.signer',
      text: 'No name stands under the check. Write yours into “Sign as”.',
      of: key,
    });
    document.querySelector<HTMLElement>('[data-signer]')?.focus();
    return undefined;
  };
  return {
    capturing,
    refusal: refused?.of === key ? refused : undefined,
    capture: async (step, by = 'hand') => {
      const wanted = step ?? nextStep(loop);
      if (loop && wanted !== undefined) await alone(wanted, () => rpc().checks.capture({ ...ref, step: wanted, by }));
    },
    exercise: async (step, confirm) => {
      const asked = { ...ref, step, request_id: crypto.randomUUID(), ...(confirm !== undefined && { confirm }) };
      await alone(step, () => rpc().checks.exercise(asked));
    },
    sign: async (verdict, defect) => {
      const name = loop && named();
      if (name === undefined) return;
      const asked = { ...ref, verdict, name, ...(defect !== undefined && { defect }) };
      if (await alone(undefined, () => rpc().checks.sign(asked))) onSigned();
    },
    witness: async () => {
      const name = named();
      if (name !== undefined) await alone(undefined, () => rpc().checks.witness({ ...ref, name }));
    },
    reopen: async () => void (await alone(undefined, () => rpc().checks.reopen(ref))),
    note: async (details) => void (await ask(rpc().checks.note({ ...ref, details }))),
    addPhoto: async (file) => {
      try {
        const photo = await shrunkPhoto(file);
        await ask(rpc().checks.addPhoto({ ...ref, ...photo }));
      } catch (error) {
        tell(error);
      }
    },
    closePunch: async (punch) => void (await ask(rpc().checks.closePunch({ ...ref, punch }))),
  };
}

/** The first required step without a capture; then an optional one; then none. Steps that write are no such steps. */
export function nextStep(loop: CheckLoopView | undefined): string | undefined {
  const open = loop?.steps.filter(({ capture, write }) => !capture && write === null) ?? [];
  return (open.find(({ need }) => need === 'required') ?? open[0])?.key;
}
