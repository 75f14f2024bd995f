import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { readArming } from '../../state/arming.ts';
import type { TagRef } from '../../state/tags.ts';
import type { WriteValue } from './typed-value.ts';

export interface WriteOrder {
  readonly tag: TagRef;
  readonly value: WriteValue;
  /** Write only if the device still holds this. */
  readonly expect: WriteValue | undefined;
  readonly reason: string;
  /** Of a critical tag: its name, as it was typed. */
  readonly confirm?: string | undefined;
}

/** What became of a write as far as this page can tell. */
export type WriteEnd =
  | { readonly kind: 'receipt'; readonly receipt: WriteReceipt }
  | { readonly kind: 'not-sent'; readonly text: string }
  /** It was given to the engine, and no receipt came back: the engine may have one. */
  | { readonly kind: 'no-receipt'; readonly requestId: string };

/** Errors after which the engine has certainly done nothing. */
const REFUSED: ReadonlySet<string> = new Set([
  'NX_REQUEST_INVALID',
  'NX_NOT_FOUND',
  'NX_ACCESS_UNAUTHENTICATED',
  'NX_ACCESS_ORIGIN',
]);

type WriteCall = NexusClient['writes']['write'];
const overTheLink: WriteCall = (input) => rpc().writes.write(input);

/** Sends one write, once. Never rejects, never repeats. @param write the call that carries it. */
export async function sendWrite(
  { tag, value, expect, reason, confirm }: WriteOrder,
  write: WriteCall = overTheLink,
): Promise<WriteEnd> {
  const requestId = crypto.randomUUID();
  let answer: Promise<WriteReceipt>;
  try {
    const input = { device_id: tag.device, tag_id: tag.tag, value, request_id: requestId, reason };
    answer = write({ ...input, ...(expect !== undefined && { expect }), ...(confirm !== undefined && { confirm }) });
  } catch (error) {
    return { kind: 'not-sent', text: toNexusError(error).text };
  }
  try {
    const receipt = await answer;
    // Armed in the eyes of this page alone: time ran out, or another page of the session disarmed.
    if (receipt.error?.code === 'NOT_ARMED') void readArming().catch(() => undefined);
    return { kind: 'receipt', receipt };
  } catch (error) {
    return endOfCall(toNexusError(error), requestId);
  }
}

function endOfCall(error: NexusError, requestId: string): WriteEnd {
  if (REFUSED.has(error.code)) return { kind: 'not-sent', text: error.text };
  return { kind: 'no-receipt', requestId };
}
