import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';

/** A device that somebody should look at. */
export interface AttentionRow {
  readonly device: DeviceView;
  readonly health: DeviceHealth;
  /** What is the matter, with the next step. */
  readonly reason: string;
}

/** Devices that are not well, those without any connection first; of equal ones in the order of the project. */
export function attentionRows(
  list: readonly DeviceView[],
  health: Readonly<Record<string, DeviceHealth>>,
): readonly AttentionRow[] {
  return list
    .map((device) => ({ device, health: health[device.id] ?? device.health }))
    .flatMap((row) => {
      const reason = reasonOf(row.health);
      return reason === undefined ? [] : [{ ...row, reason }];
    })
    .toSorted((a, b) => Number(isConnected(a.health)) - Number(isConnected(b.health)));
}

const isConnected = ({ status: { kind } }: DeviceHealth): boolean => kind === 'connected' || kind === 'degraded';

/** Undefined: nothing is the matter. A first attempt to connect is nothing yet. */
function reasonOf({ status, tagFaults }: DeviceHealth): string | undefined {
  switch (status.kind) {
    case 'offline':
    case 'degraded':
      return status.reason.text;
    case 'connecting':
      return status.reason?.text;
    case 'connected':
      return tagFaults.length === 0 ? undefined : tagFaultText(tagFaults);
    case 'disabled':
      return undefined;
  }
}

function tagFaultText(faults: DeviceHealth['tagFaults']): string {
  const [first] = faults;
  return faults.length === 1
    ? `${first!.tag}: ${first!.text}`
    : `${faults.length} tags are Bad while the device answers. ${first!.tag}: ${first!.text}`;
}
