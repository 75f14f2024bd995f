import { create } from 'zustand';
import type { DeviceHealth, DeviceView } from '../../src-shared/contract/devices.ts';

interface DevicesState {
  readonly status: 'loading' | 'ready';
  /** In the order of the project. */
  readonly list: readonly DeviceView[];
  readonly health: Readonly<Record<string, DeviceHealth>>;
}

/** The devices of the project and how each is. */
export const useDevices = create<DevicesState>()(() => ({ status: 'loading', list: [], health: {} }));

export function devicesRead(list: readonly DeviceView[]): void {
  const health = Object.fromEntries(list.map((device) => [device.id, device.health]));
  useDevices.setState({ status: 'ready', list, health });
}

export function healthChanged(changes: readonly DeviceHealth[]): void {
  const changed = Object.fromEntries(changes.map((health) => [health.device, health]));
  useDevices.setState((state) => ({ health: { ...state.health, ...changed } }));
}
