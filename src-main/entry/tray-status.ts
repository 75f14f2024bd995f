import type { SystemStatus } from '../../src-shared/contract/system.ts';

/** What the tray says, line by line; the first is the one that counts. */
export function trayLines(status: SystemStatus | undefined): readonly string[] {
  if (!status) return ['Starting'];
  const { devices, pointsPerSecond } = status;
  const faults = faultsOf(status);
  return [
    faults.length === 0 ? 'Running' : `Running with ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
    `${devices.connected} of ${devices.total} devices connected`,
    `${Math.round(pointsPerSecond)} points/s`,
    ...faults,
  ];
}

/** What needs a person, in the words of the status bar. A device that is not connected is one of them. */
export function faultsOf({ devices, historian, publisher, log, hosts }: SystemStatus): readonly string[] {
  const faults: string[] = [];
  const missing = devices.total - devices.connected;
  if (missing > 0) faults.push(`${missing} ${missing === 1 ? 'device' : 'devices'} not connected`);
  if (historian.state === 'down') faults.push('Historian down');
  if (publisher.state === 'offline') faults.push(`Broker ${publisher.broker} offline`);
  if (log.state !== 'ok') faults.push(log.text || `Log ${log.state}`);
  for (const host of hosts) if (host.state === 'waiting') faults.push(`${host.name} is started again`);
  return faults;
}
