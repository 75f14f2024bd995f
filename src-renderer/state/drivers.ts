import { create } from 'zustand';
import type { DriverView } from '../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { firstLink } from './first-link.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

interface DriversState {
  readonly status: 'unread' | 'loading' | 'ready' | 'failed';
  readonly drivers: readonly DriverView[];
  /** Of a device's file, and of a tag in it. */
  readonly device: JsonSchema;
  readonly tag: JsonSchema;
  /** Why they could not be read, ready to be shown. */
  readonly reason: string;
}

/** The protocols of the gateway, as forms need them. They hold for the life of the gateway. */
export const useDrivers = create<DriversState>()(() => ({
  status: 'unread',
  drivers: [],
  device: {},
  tag: {},
  reason: '',
}));

/** Reads the protocols unless they are here or on their way. */
export function wantDrivers(): void {
  const { status } = useDrivers.getState();
  if (status === 'unread' || status === 'failed') void readDrivers();
}

async function readDrivers(): Promise<void> {
  useDrivers.setState({ status: 'loading', reason: '' });
  await firstLink();
  try {
    useDrivers.setState({ status: 'ready', ...(await rpc().drivers.list({})) });
  } catch (error) {
    useDrivers.setState({ status: 'failed', reason: toNexusError(error).text });
  }
}
