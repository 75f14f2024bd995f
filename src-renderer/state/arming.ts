import { create } from 'zustand';
import type { Armed } from '../../src-shared/contract/writes.ts';
import { rpc } from '../rpc/connect.ts';
import { type ArmedScope, liveScopes, scopeFor } from './armed-scopes.ts';
import { gatewayNowUs } from './gateway-clock.ts';

/** What this page is armed for. Only what the engine said counts, and only while there is a link to it. */
export const useArming = create<{
  readonly scopes: readonly ArmedScope[];
  /** The longest time that the site allows, minutes. */
  readonly mostMinutes: number;
}>()(() => ({ scopes: [], mostMinutes: 5 }));

let wasLost = false;
let expiry: ReturnType<typeof setTimeout> | undefined;

/** Asks the engine what is armed: after each change, when a link opens, and before a dialog relies on it. */
export async function readArming(): Promise<void> {
  const { armed: scopes, most_minutes: mostMinutes } = await rpc().writes.state({});
  useArming.setState({ mostMinutes });
  armingTold({ armed: scopes });
}

/** What the engine says of its own accord: another window of this session may have armed or disarmed. */
export function armingTold({ armed: scopes }: { readonly armed: readonly Armed[] }): void {
  scopesRead(
    scopes.map(({ device_id, until, reason }) => ({ device: device_id, untilUs: Date.parse(until) * 1_000, reason })),
  );
}

/** @param device undefined: every device. @param minutes as long as is usual unless given. @param password of the user, where there are users. */
export async function armed(
  device: string | undefined,
  reason: string,
  minutes?: number,
  password?: string,
): Promise<void> {
  await rpc().writes.arm({
    reason,
    ...(device !== undefined && { device_id: device }),
    ...(minutes !== undefined && { minutes }),
    ...(password !== undefined && { password }),
  });
  await readArming();
}

/** Shown as disarmed at once; where the engine could not be told, what it says stands again. */
export async function disarmed(cause: 'asked' | 'away' = 'asked'): Promise<void> {
  scopesRead([]);
  try {
    await rpc().writes.disarm({ cause });
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
      .writes.disarm({ cause: 'link_lost' })
      .catch(() => undefined);
  wasLost = false;
  await readArming();
}

const AWAY_AFTER_MS = 5 * 60_000;

/** Disarms when the window had no focus for five minutes: whoever armed it is elsewhere. Returns what ends it. */
export function disarmWhenAway(page: EventTarget, disarm: () => void = disarmAway): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const left = (): void => {
    clearTimeout(timer);
    timer = setTimeout(disarm, AWAY_AFTER_MS);
  };
  const back = (): void => clearTimeout(timer);
  page.addEventListener('blur', left);
  page.addEventListener('focus', back);
  return () => {
    back();
    page.removeEventListener('blur', left);
    page.removeEventListener('focus', back);
  };
}

function disarmAway(): void {
  if (useArming.getState().scopes.length > 0) void disarmed('away').catch(() => undefined);
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
