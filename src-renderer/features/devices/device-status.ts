import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';

/** How a device stands: glyph, word and, where something is wrong, the reason with its next step. */
export interface DeviceStatus {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly reason: string | null;
  readonly tone: 'normal' | 'warning' | 'error' | 'quiet';
}

/** The words of ux 3.1 and 4.3, and no others. @param nowUs of the gateway: an open breaker counts down. */
export function deviceStatus({ status }: DeviceHealth, nowUs: number = gatewayNowUs()): DeviceStatus {
  switch (status.kind) {
    case 'connecting': {
      const word = status.attempt > 1 ? `Connecting (${status.attempt})` : 'Connecting';
      return { glyph: 'connecting', word, reason: status.reason?.text ?? null, tone: 'normal' };
    }
    case 'connected':
      return { glyph: 'ok', word: 'Connected', reason: null, tone: 'normal' };
    case 'degraded':
      return { glyph: 'half', word: 'Degraded', reason: status.reason.text, tone: 'warning' };
    case 'offline':
      if (status.breaker === 'open') {
        const restS = Math.max(0, Math.ceil((status.nextTryUs - nowUs) / 1e6));
        return { glyph: 'breaker', word: `Breaker ${restS} s`, reason: status.reason.text, tone: 'error' };
      }
      return { glyph: 'bad', word: 'Offline', reason: status.reason.text, tone: 'error' };
    case 'disabled':
      return { glyph: 'off', word: 'Disabled', reason: null, tone: 'quiet' };
    default:
      return assertNever(status);
  }
}
