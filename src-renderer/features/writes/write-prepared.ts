import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import type { ArmedScope } from '../../state/armed-scopes.ts';
import { scopeFor } from '../../state/armed-scopes.ts';
import { useArming } from '../../state/arming.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import {
  preparedKey,
  preparedOf,
  type WriteState,
  writePrepared,
  writeStateChanged,
} from '../../state/prepared-writes.ts';
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
 * @param typed names of critical tags as they were typed, by device and tag.
 */
export async function writeAllPrepared(
  refs: readonly TagRef[],
  whenProblem: 'stop' | 'go-on',
  typed: Readonly<Record<string, string>> = {},
): Promise<void> {
  let isStopped = false;
  for (const ref of refs) {
    const prepared = preparedOf(ref);
    if (prepared?.value === undefined) continue;
    if (isStopped) {
      writeStateChanged(ref, STOPPED);
      continue;
    }
    const scope = scopeOf(ref);
    if (!scope) writeStateChanged(ref, DISARMED);
    else {
      writeStateChanged(ref, { kind: 'running' });
      const confirm = typed[preparedKey(ref)];
      const state =
        prepared.pulseMs === undefined
          ? stateOf(
              await sendWrite({ tag: ref, value: prepared.value, expect: undefined, reason: scope.reason, confirm }),
            )
          : await sendPulse(ref, prepared.pulseMs, scope.reason, confirm);
      writeStateChanged(ref, state);
      if (isTaken(state)) writePrepared(ref, undefined);
      if (isVerified(state)) continue;
    }
    isStopped = whenProblem === 'stop';
  }
}

/** The device took it. */
const isTaken = (state: WriteState): boolean =>
  (state.kind === 'ended' && state.receipt.success) || (state.kind === 'pulsed' && state.off?.success === true);

const isVerified = (state: WriteState): boolean =>
  (state.kind === 'ended' && state.receipt.status === 'DONE_VERIFIED') ||
  (state.kind === 'pulsed' && state.on.success && state.off?.status === 'DONE_VERIFIED');

/** Both writes of a pulse are the gateway's: it ends them though this page is gone. */
async function sendPulse(
  { device, tag }: TagRef,
  widthMs: number,
  reason: string,
  confirm: string | undefined,
): Promise<WriteState> {
  const requestId = crypto.randomUUID();
  try {
    const { on, off } = await rpc().writes.pulse({
      ...{ device_id: device, tag_id: tag, width_ms: widthMs, request_id: requestId, reason },
      ...(confirm !== undefined && { confirm }),
    });
    return { kind: 'pulsed', on, off, atUs: gatewayNowUs() };
  } catch (error) {
    const { code, text } = toNexusError(error);
    if (code === 'NX_REQUEST_INVALID') return { kind: 'not-sent', code: 'wr.notSent', text };
    return { kind: 'no-receipt', text: LOST_TEXT, requestId, atUs: gatewayNowUs() };
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
