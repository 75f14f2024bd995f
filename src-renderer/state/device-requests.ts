import { create } from 'zustand';
import { tabOpened } from './layout.ts';

interface DeviceRequests {
  /** The device whose connection is to be tried as soon as its editor is open. */
  readonly test: string | undefined;
  /** Devices that are to be removed, once that is confirmed. */
  readonly remove: readonly string[];
  /** The device whose twin is to be given a fault. */
  readonly twinFault: string | undefined;
}

/** What was asked of devices elsewhere than where it is done. */
export const useDeviceRequests = create<DeviceRequests>()(() => ({
  test: undefined,
  remove: [],
  twinFault: undefined,
}));

/** Opens the editor of a device and tries its connection there. */
export function testAsked(device: string): void {
  useDeviceRequests.setState({ test: device });
  tabOpened(`device/${device}/edit`, 'kept');
}

/** The editor has begun the test that was asked for. */
export const testTaken = (): void => useDeviceRequests.setState({ test: undefined });
export const removeAsked = (devices: readonly string[]): void => useDeviceRequests.setState({ remove: devices });
export const twinFaultAsked = (device: string): void => useDeviceRequests.setState({ twinFault: device });
export const twinFaultClosed = (): void => useDeviceRequests.setState({ twinFault: undefined });
export const removeClosed = (): void => useDeviceRequests.setState({ remove: [] });
