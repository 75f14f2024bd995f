import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { MethodOrder, NamedText } from '../drivers/browsed-node.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Session } from './session.ts';

/** A call of a method on its way to the host that owns the device. That it may be called was checked before. */
export interface CallOrder extends MethodOrder {
  readonly device: string;
  /** How long it may take, from its arrival in the host. */
  readonly budgetMs: number;
}

/** The end of a call. */
export type CallOutcome =
  /** The device carried it out and gave this. */
  | { readonly kind: 'done'; readonly outputs: readonly NamedText[]; readonly tookMs: number }
  /** The device refused it, or nothing was sent. */
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly text: string; readonly tookMs: number }
  /** Sent, and nobody can say whether it took effect. Never repeated. */
  | { readonly kind: 'unknown'; readonly text: string; readonly tookMs: number }
  /** The device cannot be reached now. Nothing was sent. */
  | { readonly kind: 'down'; readonly text: string };

/** Rejections of `Driver.call` after which the method is known not to have been carried out. */
const NOT_DONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'NX_ADDRESS_READ_ONLY',
  'NX_ADDRESS_SYNTAX',
  'NX_REQUEST_INVALID',
  'NX_VALUE_TYPE',
  'NX_VALUE_RANGE',
  'NX_DRIVER_REJECTED',
]);

/** Takes one call to its end in a turn of its own at the endpoint. Sent once at most. Never rejects. */
export async function callMethod(order: CallOrder, session: Session, clock: Clock): Promise<CallOutcome> {
  const { link } = session;
  if (!link.isGood) {
    const reason = 'reason' in link.status && link.status.reason ? ` ${link.status.reason.text}` : '';
    return { kind: 'down', text: `“${order.device}” is not connected, so nothing was called.${reason}` };
  }
  const startedMs = clock.monoMs();
  const budget = new AbortController();
  const timer = clock.after(order.budgetMs, () => budget.abort());
  const signal = AbortSignal.any([budget.signal, link.signal]);
  let isSent = false;
  try {
    const outputs = await session.ownTurn((turn) => {
      isSent = true;
      return turn.call(order, signal);
    }, signal);
    const tookMs = clock.monoMs() - startedMs;
    if (outputs) return { kind: 'done', outputs, tookMs };
    const text = `“${order.device}” has no methods that could be called.`;
    return { kind: 'failed', code: 'NX_REQUEST_INVALID', text, tookMs };
  } catch (cause) {
    const { code, text } = toNexusError(cause);
    const tookMs = clock.monoMs() - startedMs;
    return isSent && !NOT_DONE.has(code) ? { kind: 'unknown', text, tookMs } : { kind: 'failed', code, text, tookMs };
  } finally {
    timer.dispose();
  }
}
