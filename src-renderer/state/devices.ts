import { create } from 'zustand';
import type { DeviceHealth, DeviceView } from '../../src-shared/contract/devices.ts';
import type { NexusError } from '../../src-shared/errors/nexus-error.ts';

interface DevicesState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** In the order of the project; kept when it could not be read anew. */
  readonly list: readonly DeviceView[];
  readonly health: Readonly<Record<string, DeviceHealth>>;
  /** Why the list could not be read. */
  readonly fault: { readonly code: string; readonly text: string } | null;
}

/** The devices of the project and how each is. */
export const useDevices = create<DevicesState>()(() => ({ status: 'loading', list: [], health: {}, fault: null }));

export function devicesRead(list: readonly DeviceView[]): void {
  const health = Object.fromEntries(list.map((device) => [device.id, device.health]));
  useDevices.setState({ status: 'ready', list, health, fault: null });
}

export function devicesFailed({ code, text }: NexusError): void {
  useDevices.setState({ status: 'failed', fault: { code, text } });
}

export function healthChanged(changes: readonly DeviceHealth[]): void {
  const changed = Object.fromEntries(changes.map((health) => [health.device, health]));
  useDevices.setState((state) => ({ health: { ...state.health, ...changed } }));
}
