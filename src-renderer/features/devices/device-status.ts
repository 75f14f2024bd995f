import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';

/** How a device stands: glyph, word and, where something is wrong, the reason with its next step. */
export interface DeviceStatus {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly reason: string | null;
  /** The reason's id in the message catalogue, for `data-msg`. */
  readonly reasonId?: string | undefined;
  readonly tone: 'normal' | 'warning' | 'error' | 'quiet';
}

/** The words of ux 3.1 and 4.3, and no others. @param nowUs of the gateway: an open breaker counts down. */
export function deviceStatus({ status }: DeviceHealth, nowUs: number = gatewayNowUs()): DeviceStatus {
  switch (status.kind) {
    case 'connecting': {
      const word = status.attempt > 1 ? `Connecting (${status.attempt})` : 'Connecting';
      return { glyph: 'connecting', word, ...reasonOf(status.reason), tone: 'normal' };
    }
    case 'connected':
      return { glyph: 'ok', word: 'Connected', reason: null, tone: 'normal' };
    case 'degraded':
      return { glyph: 'half', word: 'Degraded', ...reasonOf(status.reason), tone: 'warning' };
    case 'offline':
      if (status.breaker === 'open') {
        const restS = Math.max(0, Math.ceil((status.nextTryUs - nowUs) / 1e6));
        return { glyph: 'breaker', word: `Breaker ${restS} s`, reason: status.reason.text, tone: 'error' };
      }
      return { glyph: 'bad', word: 'Offline', ...reasonOf(status.reason), tone: 'error' };
    case 'disabled':
      return { glyph: 'off', word: 'Disabled', reason: null, tone: 'quiet' };
    default:
      return assertNever(status);
  }
}

const reasonOf = (
  reason: { readonly code: string; readonly text: string } | null,
): Pick<DeviceStatus, 'reason' | 'reasonId'> =>
  reason === null ? { reason: null } : { reason: reason.text, reasonId: messageId(reason.code) };
