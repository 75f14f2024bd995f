import { create } from 'zustand';
import type { TagView } from '../../src-shared/contract/devices.ts';
import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import { scopeFor } from './armed-scopes.ts';
import { useArming } from './arming.ts';
import { useDevices } from './devices.ts';
import { gatewayNowUs } from './gateway-clock.ts';
import type { TagRef } from './tags.ts';

/** What was typed for a tag, and the value that it is; a fault has the id of its message. */
export interface PreparedWrite {
  readonly text: string;
  readonly value: number | boolean | string | undefined;
  readonly fault: { readonly code: string; readonly text: string } | undefined;
  /** True for so long, and false again. */
  readonly pulseMs?: number;
}

/** What became of the last write of a tag from this page. */
export type WriteState =
  | { readonly kind: 'running' }
  /** `atUs`: when its end was heard, by the gateway's clock. */
  | { readonly kind: 'ended'; readonly receipt: WriteReceipt; readonly atUs: number }
  /** Of a pulse: both of its writes; `off` is null where nothing was switched on. */
  | { readonly kind: 'pulsed'; readonly on: WriteReceipt; readonly off: WriteReceipt | null; readonly atUs: number }
  | { readonly kind: 'not-sent'; readonly code: string; readonly text: string }
  | { readonly kind: 'no-receipt'; readonly text: string; readonly requestId: string; readonly atUs: number };

interface PreparedWrites {
  readonly prepared: Readonly<Record<string, PreparedWrite>>;
  readonly states: Readonly<Record<string, WriteState>>;
  /** What is to be confirmed now, in the order it is written; the question stands beside the row of the first. */
  readonly asked: readonly TagRef[];
  /** `dry`: it is only shown what would be sent. */
  readonly mode: 'write' | 'dry';
}

/** Values that are prepared for tags, wherever they are shown, and how their writes ended. */
export const usePreparedWrites = create<PreparedWrites>()(() => ({
  prepared: {},
  states: {},
  asked: [],
  mode: 'write',
}));

export const preparedKey = ({ device, tag }: TagRef): string => `${device}/${tag}`;
export const preparedOf = (ref: TagRef): PreparedWrite | undefined =>
  usePreparedWrites.getState().prepared[preparedKey(ref)];

/** Takes what was typed; undefined: nothing is prepared any more. */
export function writePrepared(ref: TagRef, prepared: PreparedWrite | undefined): void {
  const key = preparedKey(ref);
  usePreparedWrites.setState((state) => {
    const { [key]: _before, ...others } = state.prepared;
    return { prepared: prepared ? { ...others, [key]: prepared } : others };
  });
}

export function writeStateChanged(ref: TagRef, to: WriteState | undefined): void {
  const key = preparedKey(ref);
  usePreparedWrites.setState((state) => {
    const { [key]: _before, ...others } = state.states;
    return { states: to ? { ...others, [key]: to } : others };
  });
}

/** What a tag held before it was last written from this page; undefined where nothing was, or nobody knows. */
export function heldBefore(ref: TagRef): PreparedWrite['value'] {
  const state = usePreparedWrites.getState().states[preparedKey(ref)];
  if (state?.kind !== 'ended' || (!state.receipt.success && state.receipt.status !== 'UNKNOWN')) return undefined;
  return state.receipt.previous ?? undefined;
}

/** Prepares what a tag held before its last write. @returns whether there was something. */
export function previousPrepared({ device, id, dataType }: Pick<TagView, 'device' | 'id' | 'dataType'>): boolean {
  const ref = { device, tag: id };
  const before = heldBefore(ref);
  if (before === undefined) return false;
  const value = dataType === 'bool' ? Number(before) !== 0 : before;
  writePrepared(ref, { text: String(value), value, fault: undefined });
  return true;
}

export const confirmClosed = (): void => usePreparedWrites.setState({ asked: [] });

/** Why nothing could be asked: shown each time anew. */
export interface AskRefusal {
  readonly code: string;
  readonly text: string;
  readonly device: string;
  /** Rises with each one, so that the same words are told again. */
  readonly number: number;
}

export const useAskRefusal = create<{ readonly refusal: AskRefusal | undefined }>()(() => ({ refusal: undefined }));

export const refusalClosed = (): void => useAskRefusal.setState({ refusal: undefined });

/**
 * Asks to confirm what is prepared for these tags, in this order, beside the row of the first one. Nothing is asked
 * while a value does not fit, which its row says, or while a device is disarmed.
 * @param mode a dry run needs nobody to be armed.
 * @returns the tag whose value does not fit.
 */
export function writesAsked(refs: readonly TagRef[], mode: 'write' | 'dry' = 'write'): TagRef | undefined {
  const ready = refs.filter((ref) => preparedOf(ref) !== undefined);
  const [first] = ready;
  if (!first) return undefined;
  const unfit = ready.find((ref) => preparedOf(ref)?.value === undefined);
  if (unfit) return unfit;
  const { scopes } = useArming.getState();
  const disarmed = ready.find(({ device }) => !scopeFor(scopes, device, gatewayNowUs()));
  if (disarmed && mode === 'write') {
    const { device } = disarmed;
    const name = useDevices.getState().list.find((one) => one.id === device)?.name ?? device;
    const number = (useAskRefusal.getState().refusal?.number ?? 0) + 1;
    const text = `Writes are disarmed. Arm ${name} first (F8).`;
    useAskRefusal.setState({ refusal: { code: 'wr.disarmed', text, device, number } });
    return undefined;
  }
  refusalClosed();
  usePreparedWrites.setState({ asked: ready, mode });
  return undefined;
}
