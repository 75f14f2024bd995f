import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import { formatDecimals } from './number-format.ts';

/** How often a subscribed device sends: `4.2/s`; undefined for one that is polled. */
export function updatesText({ mode, updatesPerSecond }: DeviceHealth): string | undefined {
  if (mode === 'polled') return undefined;
  if (updatesPerSecond === null) return '—';
  return `${formatDecimals(updatesPerSecond, updatesPerSecond < 10 ? 1 : 0)}/s`;
}
