import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import { assertNever } from '../../src-shared/util/assert-never.ts';
import type { Refusal, WriteCommand, WriteOutcome } from './write-command.ts';

/** How a command ended, before it is put into words. */
export type End =
  | { readonly refusal: Refusal }
  | { readonly done: Extract<WriteOutcome, { kind: 'done' }> }
  | { readonly failure: { readonly code: string; readonly message: string } }
  | { readonly unknown: string };

/** A value as it travels in JSON: exact 64-bit integers beyond 2^53 as a text of digits. */
export function wireValue(value: unknown): WriteReceipt['value'] {
  if (typeof value === 'bigint') {
    const isExact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return isExact ? Number(value) : String(value);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** @param nowUs wall clock. */
export function receiptOf(
  command: WriteCommand,
  end: End,
  previous: WriteReceipt['previous'],
  nowUs: number,
  tookMs: number,
): WriteReceipt {
  const done = 'done' in end ? end.done : undefined;
  return {
    request_id: command.requestId,
    device_id: command.device,
    tag_id: command.tag,
    success: done !== undefined,
    ...statusOf(end),
    value: wireValue(command.value),
    read_back: wireValue(done?.readBack),
    previous,
    timestamp: new Date(nowUs / 1_000).toISOString(),
    duration_ms: Math.round(tookMs * 1_000) / 1_000,
    duplicate: false,
  };
}

function statusOf(end: End): Pick<WriteReceipt, 'status' | 'error'> {
  if ('refusal' in end) return { status: 'REJECTED', error: end.refusal };
  if ('failure' in end) return { status: 'FAILED', error: end.failure };
  if ('unknown' in end)
    return { status: 'UNKNOWN', error: { code: 'NX_DRIVER_UNKNOWN_OUTCOME', message: end.unknown } };
  return { status: end.done.verified ? 'DONE_VERIFIED' : 'DONE', error: null };
}

export const expiredWaiting = (waitedMs: number): End => ({
  refusal: {
    code: 'EXPIRED',
    message: `The write waited for its turn until its deadline (${waitedMs} ms). Nothing was sent.`,
  },
});

/** What a device did, as the end of a command. */
export function endOf(outcome: WriteOutcome): End {
  switch (outcome.kind) {
    case 'done':
      return { done: outcome };
    case 'failed':
      return { failure: { code: outcome.code, message: outcome.text } };
    case 'unknown':
      return { unknown: outcome.text };
    case 'precondition': {
      const seen = outcome.seen === null ? 'nothing readable' : String(outcome.seen);
      const message = `The device holds ${seen}, not the value that was expected. Nothing was sent.`;
      return { refusal: { code: 'PRECONDITION_FAILED', message } };
    }
    case 'down':
      return { refusal: { code: 'DEVICE_DOWN', message: outcome.text } };
    default:
      return assertNever(outcome);
  }
}
