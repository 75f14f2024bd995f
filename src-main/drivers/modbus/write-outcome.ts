import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatAddress, type Notation } from './address.ts';
import type { CompiledWrite } from './compile-write.ts';
import { describeFailure, formatExceptionCode } from './exception.ts';
import type { LinkPeer } from './link-peer.ts';

/** Where a write went, and how its addresses are shown. */
export interface WrittenTo {
  readonly peer: LinkPeer;
  readonly notation: Notation;
}

/**
 * True for exceptions that do not say that nothing was written (MODBUS Application Protocol V1.1b3, 7): 05, accepted
 * and still being worked on; 0B, handed on by a gateway that heard no answer.
 */
function leavesOutcomeOpen(code: number): boolean {
  return code === 5 || code === 11;
}

function placeOf({ area, start, count }: CompiledWrite, { notation }: WrittenTo): string {
  return `${formatAddress(area, start, notation, count)} (wire ${start})`;
}

/** What the exception of a device comes to: NX_DRIVER_REJECTED, or NX_DRIVER_UNKNOWN_OUTCOME for 05 and 0B. */
export function exceptionError(code: number, write: CompiledWrite, target: WrittenTo): NexusError {
  const { functionCode, unitId } = write.request;
  if (leavesOutcomeOpen(code)) {
    const fact =
      code === 5
        ? 'The device accepted it and is still working on it'
        : `The gateway passed it on, but unit ${unitId} did not answer`;
    return unknownOutcome(write, target, `${fact}. (${formatExceptionCode(code)})`);
  }
  const message = `${refusal(code, write, target)} (${formatExceptionCode(code)})`;
  return new NexusError('NX_DRIVER_REJECTED', message, {
    ...target.peer.context,
    unitId,
    functionCode,
    exception: code,
  });
}

const OTHER_FUNCTION: Readonly<Record<number, string>> = {
  5: 'Try force_fc15, or check in the manual whether coils can be written.',
  6: 'Try force_fc16, or check in the manual whether registers can be written.',
  15: 'Switch force_fc15 off, or check in the manual whether coils can be written.',
  16: 'Check in the manual which functions write registers.',
  22: 'Switch mask_write off; the bit is read-only then.',
};

function refusal(code: number, write: CompiledWrite, target: WrittenTo): string {
  const place = placeOf(write, target);
  const { area, count, request } = write;
  switch (code) {
    case 1:
      return `The device does not support function ${request.functionCode}, which writes ${place}. ${OTHER_FUNCTION[request.functionCode]}`;
    case 2: {
      const what = count === 1 ? area.noun : `${count} ${area.noun}s`;
      return `The device has no ${what} to write at ${place}. If the manual counts from 0, try shifting all addresses by −1.`;
    }
    case 3:
      return `The device does not take this value at ${place}. Check the range and the data type in its manual.`;
    case 10:
      return `${target.peer.gateway} has no way to unit ${request.unitId}; nothing was written. Check the unit ID.`;
    default:
      return `The device ${describeFailure(code)} at ${place}. Look at the device itself before writing again.`;
  }
}

/** Sent, and no answer that can be believed came. @param fact why, as sentences of their own */
export function unknownOutcome(write: CompiledWrite, target: WrittenTo, fact: string, cause?: unknown): NexusError {
  return new NexusError(
    'NX_DRIVER_UNKNOWN_OUTCOME',
    `The write to ${placeOf(write, target)} was sent, and whether it took effect is not known. Read the value before writing again. ${fact}`,
    { ...target.peer.context, unitId: write.request.unitId },
    { cause },
  );
}
