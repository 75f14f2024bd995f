import { STATUS } from '../../../src-shared/domain/quality.ts';
import { formatAddress, type Notation } from './address.ts';
import type { Extent } from './read-plan.ts';

/** What the driver does about an exception code (MODBUS Application Protocol V1.1b3, 7). */
export type ExceptionMeaning = 'no such address' | 'no such function' | 'device failure' | 'unit silent';

export function exceptionMeaning(code: number): ExceptionMeaning {
  if (code === 2 || code === 3) return 'no such address';
  if (code === 1) return 'no such function';
  return code === 10 || code === 11 ? 'unit silent' : 'device failure';
}

/** The status of a tag that the device refuses. */
export function exceptionStatus(code: number): number {
  return exceptionMeaning(code) === 'device failure' ? STATUS.BadDeviceFailure : STATUS.BadConfigurationError;
}

export function formatExceptionCode(code: number): string {
  return `exception ${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

const FAILURES: Readonly<Record<number, string>> = {
  4: 'could not carry out the request',
  5: 'is still busy with a long job',
  6: 'is busy',
  7: 'cannot perform the function',
  8: 'found a parity fault in its memory',
};

/** The rest of “The device …” for the codes that are its own trouble. */
export function describeFailure(code: number): string {
  return FAILURES[code] ?? 'reported a failure';
}

/** Why a tag is Bad, in the words of the message catalogue. */
export function describeException(code: number, { area, start, count }: Extent, notation: Notation): string {
  const shown = `${formatAddress(area, start, notation)} (wire ${start})`;
  const tail = `(${formatExceptionCode(code)})`;
  switch (exceptionMeaning(code)) {
    case 'no such function':
      return `The device does not support function ${area.readFunction}, which reads ${area.noun}s. Check the area of ${shown}. ${tail}`;
    case 'no such address': {
      const noun = area.cell === 'bit' ? area.noun : 'register';
      const what = count === 1 ? noun : `${noun}s`;
      const where = count === 1 ? `at ${shown}` : `at ${shown} to wire ${start + count - 1}`;
      return `The device has no ${what} ${where}. If the manual counts from 0, try shifting all addresses by −1. ${tail}`;
    }
    default:
      return `The device ${describeFailure(code)} at ${shown}. Look at the device itself; the gateway asks again by itself. ${tail}`;
  }
}
