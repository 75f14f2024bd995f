import { create } from 'zustand';
import { rpc } from '../rpc/connect.ts';
import { type ArmedScope, liveScopes, scopeFor } from './armed-scopes.ts';
import { gatewayNowUs } from './gateway-clock.ts';

/** What this page is armed for. Only what the engine said counts, and only while there is a link to it. */
export const useArming = create<{ readonly scopes: readonly ArmedScope[] }>()(() => ({ scopes: [] }));

let wasLost = false;
let expiry: ReturnType<typeof setTimeout> | undefined;

/** Asks the engine what is armed: after each change, when a link opens, and before a dialog relies on it. */
export async function readArming(): Promise<void> {
  const { armed } = await rpc().writes.state({});
  scopesRead(
    armed.map(({ device_id, until, reason }) => ({ device: device_id, untilUs: Date.parse(until) * 1_000, reason })),
  );
}

/** @param device undefined: every device. */
export async function armed(device: string | undefined, reason: string): Promise<void> {
  await rpc().writes.arm({ reason, ...(device !== undefined && { device_id: device }) });
  await readArming();
}

/** Shown as disarmed at once; where the engine could not be told, what it says stands again. */
export async function disarmed(): Promise<void> {
  scopesRead([]);
  try {
    await rpc().writes.disarm({});
  } finally {
    await readArming();
  }
}

/** The link is gone: this page is armed for nothing, and tells the engine so when it is back. */
export function armingLost(): void {
  wasLost = true;
  scopesRead([]);
}

/** A link is open: ends what was armed before a loss, then shows what is armed. */
export async function armingResumed(): Promise<void> {
  // Who may not disarm was not armed; what the engine says next is what is shown.
  if (wasLost)
    await rpc()
      .writes.disarm({})
      .catch(() => undefined);
  wasLost = false;
  await readArming();
}

/** The scope that a device may be written to under; renders anew when that changes. */
export const useScopeFor = (device: string): ArmedScope | undefined =>
  useArming((state) => scopeFor(state.scopes, device, gatewayNowUs()));

/** Takes what the engine said; each scope ends by itself at its time, also while nothing else happens here. */
export function scopesRead(read: readonly ArmedScope[]): void {
  clearTimeout(expiry);
  const nowUs = gatewayNowUs();
  const scopes = liveScopes(read, nowUs);
  if (scopes.length > 0) {
    const firstEndUs = Math.min(...scopes.map((scope) => scope.untilUs));
    expiry = setTimeout(() => scopesRead(useArming.getState().scopes), Math.max(1, (firstEndUs - nowUs) / 1_000));
  }
  useArming.setState({ scopes });
}
