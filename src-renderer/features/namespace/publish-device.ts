import type { DeviceView } from '../../../src-shared/contract/devices.ts';

/** The device that a topic belongs to: the one that publishes below it, or that a command on it is for. */
export function deviceOfTopic(devices: readonly DeviceView[], topic: string): DeviceView | undefined {
  const command = /^[^/]+\/cmd\/([^/]+)\//.exec(topic)?.[1];
  return devices.find(({ id, unsPrefix }) => id === command || topic.startsWith(`${unsPrefix}/`));
}
