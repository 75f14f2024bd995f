import { create } from 'zustand';
import { tabOpened } from './layout.ts';

/** A device that is still to be made: its protocol, and what is known of its connection. */
export interface BegunDevice {
  readonly protocol: string;
  readonly connection: Readonly<Record<string, unknown>>;
}

interface DeviceRequests {
  /** The device whose connection is to be tried as soon as its editor is open. */
  readonly test: string | undefined;
  /** What the form of a new device is to begin with. */
  readonly begun: BegunDevice | undefined;
  /** Devices that are to be removed, once that is confirmed. */
  readonly remove: readonly string[];
  /** The device whose twin is to be given a fault. */
  readonly twinFault: string | undefined;
}

/** What was asked of devices elsewhere than where it is done. */
export const useDeviceRequests = create<DeviceRequests>()(() => ({
  test: undefined,
  begun: undefined,
  remove: [],
  twinFault: undefined,
}));

/** Opens the editor of a device and tries its connection there. */
export function testAsked(device: string): void {
  useDeviceRequests.setState({ test: device });
  tabOpened(`device/${device}/edit`, 'kept');
}

/** Opens the form of a new device with what is known of it; one that is being filled in stays as it is. */
export function deviceBegun(begun: BegunDevice): void {
  useDeviceRequests.setState({ begun });
  tabOpened('new-device', 'kept');
}

export const begunTaken = (): void => useDeviceRequests.setState({ begun: undefined });

/** The editor has begun the test that was asked for. */
export const testTaken = (): void => useDeviceRequests.setState({ test: undefined });
export const removeAsked = (devices: readonly string[]): void => useDeviceRequests.setState({ remove: devices });
export const twinFaultAsked = (device: string): void => useDeviceRequests.setState({ twinFault: device });
export const twinFaultClosed = (): void => useDeviceRequests.setState({ twinFault: undefined });
export const removeClosed = (): void => useDeviceRequests.setState({ remove: [] });
