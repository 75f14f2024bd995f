import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { WriteValue } from './driver.ts';

/** The value as text, because JSON has no big integers; a long one is cut. */
function shown(value: WriteValue): string {
  const text = String(value);
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}

/** NX_VALUE_TYPE. @param takes what the tag takes, in words */
export function typeFault(value: WriteValue, takes: string): NexusError {
  const seen = shown(value);
  const message = `“${seen}” does not have the type of the tag. It takes ${takes}.`;
  return new NexusError('NX_VALUE_TYPE', message, { value: seen });
}

/** NX_VALUE_RANGE. @param type the data type as users know it */
export function rangeFault(value: WriteValue, type: string, takes: string): NexusError {
  const seen = shown(value);
  return new NexusError('NX_VALUE_RANGE', `${seen} does not fit ${type}. It takes ${takes}.`, { value: seen });
}
