import { type CheckTemplate, loopKey } from './check-sheet.ts';
import type { CheckedTag } from './check-steps.ts';

export interface OfferedTag extends CheckedTag {
  readonly device: string;
  readonly id: string;
  readonly name: string;
  readonly access: 'read' | 'read_write';
}

/**
 * How a tag is best proved, by what is known of it: switches by their states, numbers with a range over that range,
 * what may be written by writing it; anything else by its good values arriving.
 */
export function templateFor({ dataType, access, states, euLow, euHigh, id, name }: OfferedTag): CheckTemplate {
  const isSwitch = dataType === 'bool' || (dataType === 'bits' && Object.keys(states).length > 1);
  if (isSwitch && access === 'read_write') return /valve|\b[xhu]v[-_ ]?\d/i.test(`${id} ${name}`) ? 'valve' : 'do';
  if (isSwitch) return 'di';
  if (dataType === 'string' || dataType === 'bytes') return 'comms';
  if (Object.keys(states).length > 1) return 'di';
  if (euLow === null || euHigh === null || !(euHigh > euLow)) return 'comms';
  return access === 'read_write' ? 'ao' : 'ai';
}

/** In the order of names as people read them: TT-2 before TT-10. */
export const byLoopName = (a: OfferedTag, b: OfferedTag): number =>
  loopKey({ device: a.device, tag: a.name }).localeCompare(loopKey({ device: b.device, tag: b.name }), 'en', {
    numeric: true,
  });
