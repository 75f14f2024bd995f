import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';

/** What most likely helps a device that needs attention. */
export interface DeviceFix {
  readonly label: string;
  /** `test`: its connection is tested; `try`: it is tried now; `frame`: its traffic at a refusal; else the view of it that shows why. */
  readonly does: 'test' | 'try' | 'frame' | 'certificates' | 'read-plan' | 'traffic' | 'breaker';
  /** Of `frame`: the tag that is refused. */
  readonly tag?: string;
}

const CERTIFICATES = ['NX_OPCUA_UNTRUSTED', 'NX_OPCUA_NOT_TRUSTED', 'NX_OPCUA_EXPIRED'];
/** The address or the settings may be wrong: the test says at which step it ends. */
const SETTINGS = [
  'NX_NET_DNS',
  'NX_NET_REFUSED',
  'NX_NET_TIMEOUT',
  'NX_NET_UNREACHABLE',
  'NX_DRIVER_UNIT_SILENT',
  'NX_OPCUA_HOST',
];

/** The fix that a device offers with its reason; undefined where nothing is wrong. */
export function deviceFix({ status, tagFaults }: DeviceHealth): DeviceFix | undefined {
  // The frames say what was refused, and with which code.
  const [refused] = tagFaults;
  if (status.kind === 'connected') return refused && { label: 'Show the frame', does: 'frame', tag: refused.tag };
  if (status.kind === 'degraded')
    return status.reason.code === 'NX_DRIVER_TIMEOUT' ? { label: 'Show poll plan', does: 'read-plan' } : SHOW_TRAFFIC;
  if ((status.kind !== 'offline' && status.kind !== 'connecting') || !status.reason) return undefined;
  const { code } = status.reason;
  if (CERTIFICATES.includes(code)) return { label: 'Show certificate', does: 'certificates' };
  if (SETTINGS.includes(code)) return { label: 'Test connection', does: 'test' };
  if (status.kind === 'offline' && status.breaker === 'open') return { label: 'Try now', does: 'try' };
  return { label: 'Show connection', does: 'breaker' };
}

const SHOW_TRAFFIC: DeviceFix = { label: 'Show traffic', does: 'traffic' };
