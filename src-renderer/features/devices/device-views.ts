import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '../../state/stored.ts';

const KEY = 'nexus.devices.view';
/** How the devices are shown: as rows, as cards, or as a wall of small tiles for very many. */
export const DEVICE_VIEWS = ['list', 'cards', 'wall'] as const;
export type DeviceViewKind = (typeof DEVICE_VIEWS)[number];

/** The view that this browser showed last. */
export const useDeviceView = create<{ readonly view: DeviceViewKind }>()(() => ({
  view: readStored(KEY, z.enum(DEVICE_VIEWS)) ?? 'list',
}));

export function deviceViewChosen(view: DeviceViewKind): void {
  useDeviceView.setState({ view });
  writeStored(KEY, view);
}
