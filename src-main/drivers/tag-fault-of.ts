import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { TagFault } from './driver.ts';

const CODES: Partial<Record<ErrorCode, TagFault['code']>> = {
  NX_ADDRESS_RANGE: 'ADDR_SPAN',
  NX_ADDRESS_READ_ONLY: 'TYPE_ADDR_MISMATCH',
};

/** What a check of a tag has against it, from the NexusError that it throws; undefined where it throws none. */
export function tagFaultOf(check: () => void): TagFault | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    const code = CODES[error.code];
    return { field: error.context['field'] as TagFault['field'], message: error.text, ...(code && { code }) };
  }
}
