import type { z } from 'zod';
import { create } from 'zustand';
import type { SystemInfo, SystemStatus } from '../../src-shared/contract/system.ts';
import type { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { gatewayTimeRead } from './gateway-clock.ts';
import { rateHistory } from './rate-history.ts';

interface SystemState {
  readonly info: z.output<typeof SystemInfo> | null;
  readonly status: z.output<typeof SystemStatus> | null;
  /** Why the figures do not come. */
  readonly fault: { readonly code: string; readonly text: string } | null;
}

/** What runs at the other end, and its figures once a second. */
export const useSystem = create<SystemState>()(() => ({ info: null, status: null, fault: null }));

export function systemInfoRead(info: NonNullable<SystemState['info']>): void {
  useSystem.setState({ info });
}

export function systemStatusRead(status: NonNullable<SystemState['status']>): void {
  gatewayTimeRead(status.timeUs);
  rateHistory.take(status);
  useSystem.setState({ status, fault: null });
}

export function statusFailed({ code, text }: NexusError): void {
  useSystem.setState({ fault: { code, text } });
}
