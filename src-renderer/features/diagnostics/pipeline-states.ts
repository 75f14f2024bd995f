import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';

/** How a part of the engine stands: glyph, word, and what is worth knowing about it. */
export interface PartState {
  readonly glyph: GlyphName;
  readonly tone: 'normal' | 'warning' | 'error';
  readonly word: string;
}

export function publisherState({ publisher }: SystemStatus): PartState {
  switch (publisher.state) {
    case 'off':
      return { glyph: 'off', tone: 'normal', word: 'Off' };
    case 'connecting':
      return { glyph: 'connecting', tone: 'normal', word: 'Connecting' };
    case 'connected':
      return { glyph: 'ok', tone: 'normal', word: 'Connected' };
    case 'offline':
      return { glyph: 'bad', tone: 'error', word: 'Offline' };
    default:
      return assertNever(publisher.state);
  }
}

export const historianState = ({ historian }: SystemStatus): PartState =>
  historian.state === 'running'
    ? { glyph: 'ok', tone: 'normal', word: 'Running' }
    : { glyph: 'bad', tone: 'error', word: 'Down' };

const LOG_STATES: Readonly<Record<SystemStatus['log']['state'], PartState>> = {
  ok: { glyph: 'ok', tone: 'normal', word: 'Room left' },
  low: { glyph: 'half', tone: 'warning', word: 'Disk low' },
  'near-full': { glyph: 'half', tone: 'warning', word: 'Nearly full' },
  dropping: { glyph: 'bad', tone: 'error', word: 'Full, oldest points dropped' },
  full: { glyph: 'bad', tone: 'error', word: 'Disk full, nothing new is stored' },
  fault: { glyph: 'bad', tone: 'error', word: 'Disk fault' },
};

export const logState = ({ log }: SystemStatus): PartState => LOG_STATES[log.state];

/** `1.2 MiB of 2 GiB (1 %), 38 GiB free on the disk`. Before the log told its budget there is nothing to say. */
export function logRoom({ usedBytes, budgetBytes, freeBytes }: SystemStatus['log']): string {
  if (budgetBytes <= 0) return 'Not measured yet';
  const share = (100 * usedBytes) / budgetBytes;
  // Something used is not nothing, and not full is not 100 %.
  const percent = share > 0 && share < 1 ? '<\u00a01' : String(share < 100 ? Math.min(99, Math.round(share)) : 100);
  const free = freeBytes === null ? '' : `, ${formatByteSize(freeBytes)} free on the disk`;
  return `${formatByteSize(usedBytes)} of ${formatByteSize(budgetBytes)} (${percent}\u00a0%)${free}`;
}

export function hostState({ state }: SystemStatus['hosts'][number]): PartState {
  switch (state) {
    case 'starting':
      return { glyph: 'connecting', tone: 'normal', word: 'Starting' };
    case 'running':
      return { glyph: 'ok', tone: 'normal', word: 'Running' };
    case 'waiting':
      return { glyph: 'half', tone: 'warning', word: 'Waiting to restart' };
    case 'stopped':
      return { glyph: 'off', tone: 'normal', word: 'Stopped' };
    default:
      return assertNever(state);
  }
}
