import type { ArmedScope } from '../../state/armed-scopes.ts';
import { scopeFor } from '../../state/armed-scopes.ts';
import { useArming } from '../../state/arming.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { preparedOf, type WriteState, writePrepared, writeStateChanged } from '../../state/prepared-writes.ts';
import type { TagRef } from '../../state/tags.ts';
import { sendWrite, type WriteEnd } from './send-write.ts';

const STOPPED: WriteState = {
  kind: 'not-sent',
  code: 'wr.stopped',
  text: 'Nothing was sent: the write before it had a problem.',
};
const DISARMED: WriteState = {
  kind: 'not-sent',
  code: 'wr.disarmed',
  text: 'Writes are disarmed. Nothing was sent. Arm the device first (F8).',
};
const LOST_TEXT = 'The gateway did not answer. The write may have reached the device.';

/**
 * Writes what is prepared, one after another in this order, each once. What the device took is no longer prepared.
 * @param whenProblem whether the rest is sent after a write that was not verified.
 */
export async function writeAllPrepared(refs: readonly TagRef[], whenProblem: 'stop' | 'go-on'): Promise<void> {
  let isStopped = false;
  for (const ref of refs) {
    const value = preparedOf(ref)?.value;
    if (value === undefined) continue;
    if (isStopped) {
      writeStateChanged(ref, STOPPED);
      continue;
    }
    const scope = scopeOf(ref);
    if (!scope) writeStateChanged(ref, DISARMED);
    else {
      writeStateChanged(ref, { kind: 'running' });
      const end = await sendWrite({ tag: ref, value, expect: undefined, reason: scope.reason });
      writeStateChanged(ref, stateOf(end));
      if (end.kind === 'receipt' && end.receipt.success) writePrepared(ref, undefined);
      if (end.kind === 'receipt' && end.receipt.status === 'DONE_VERIFIED') continue;
    }
    isStopped = whenProblem === 'stop';
  }
}

const scopeOf = ({ device }: TagRef): ArmedScope | undefined =>
  scopeFor(useArming.getState().scopes, device, gatewayNowUs());

function stateOf(end: WriteEnd): WriteState {
  const atUs = gatewayNowUs();
  switch (end.kind) {
    case 'receipt':
      return { kind: 'ended', receipt: end.receipt, atUs };
    case 'not-sent':
      return { kind: 'not-sent', code: 'wr.notSent', text: `${end.text} Nothing was sent.` };
    case 'no-receipt':
      return { kind: 'no-receipt', text: LOST_TEXT, requestId: end.requestId, atUs };
  }
}
