import type { DriverPolicy } from '../drivers/driver.ts';

/** SPEC A, the column of Modbus; a protocol that needs other figures says so in its manifest. */
const USUAL: DriverPolicy = {
  breakerRatio: 0.6,
  breakerWindowMs: 10_000,
  breakerMinRequests: 10,
  breakerAttempts: 3,
  breakerOpenMs: 30_000,
  breakerProbes: 3,
  readAttempts: 3,
  retryDelayMs: 100,
  refusedRestMs: Number.POSITIVE_INFINITY,
  connectPatienceMs: 3_000,
};

/** The whole policy of a protocol from what its manifest says. */
export function policyOf(manifest: { readonly policy?: Partial<DriverPolicy> | undefined }): DriverPolicy {
  return { ...USUAL, ...manifest.policy };
}
