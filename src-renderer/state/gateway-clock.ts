let offsetUs = 0;

/** What the engine's wall clock shows now, µs since 1970 UTC: ages are differences of one clock. */
export function gatewayNowUs(): number {
  return Date.now() * 1_000 + offsetUs;
}

/** Takes the engine's time as it arrives; the way here, a few milliseconds, is left in. */
export function gatewayTimeRead(timeUs: number): void {
  offsetUs = timeUs - Date.now() * 1_000;
}

/** How far the engine's clock is ahead of this computer's, in seconds. */
export function gatewayAheadS(): number {
  return offsetUs / 1e6;
}
