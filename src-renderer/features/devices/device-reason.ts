import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { messageIdOfText } from '../../../src-shared/errors/message-ids.ts';
import { type DeviceStatus, deviceStatus } from './device-status.ts';

/** Why a device needs attention, in one line. */
export interface DeviceReason {
  readonly text: string;
  /** Of the message catalogue. */
  readonly id: string | undefined;
  readonly tone: DeviceStatus['tone'];
}

/** The reason of its status; of a device that answers, what its tags are refused with. Undefined where all is well. */
export function deviceReason(health: DeviceHealth): DeviceReason | undefined {
  const { reason, reasonId, tone } = deviceStatus(health);
  if (reason !== null) return { text: reason, id: reasonId, tone };
  const [first] = health.tagFaults;
  if (!first || health.status.kind !== 'connected') return undefined;
  return { text: `${first.tag}: ${first.text}`, id: messageIdOfText(first.text), tone: 'warning' };
}
