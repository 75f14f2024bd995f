import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TagFault } from '../driver.ts';

/** @param fact goes behind the address in quotation marks, with the next step */
export function syntaxFault(text: string, fact: string): NexusError {
  return new NexusError('NX_ADDRESS_SYNTAX', `“${text}” ${fact}`, { field: 'address', address: text });
}

export function spanFault(message: string, address: string): NexusError {
  return new NexusError('NX_ADDRESS_RANGE', message, { field: 'address', address });
}

/** A bit that no byte has. @param text the address */
export function bitFault(text: string): NexusError {
  const context = { field: 'address', address: text, message: 's7.bit' };
  return new NexusError('NX_ADDRESS_RANGE', `${text}: the bit number is 0–7.`, context);
}

export function fieldFault(field: TagFault['field'], message: string): NexusError {
  return new NexusError('NX_ADDRESS_SYNTAX', message, { field });
}
