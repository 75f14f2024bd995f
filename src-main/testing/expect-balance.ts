import { expect, vi } from 'vitest';
import type { MetricBalance, ServiceProcess } from './service-process.ts';

/** The strongest single check: every point that was made is accounted for, to the point, at every sink. */
export async function expectBalance(service: ServiceProcess, minimum: number): Promise<MetricBalance> {
  let balance = await service.balance();
  await vi.waitFor(
    async () => {
      balance = await service.balance();
      expect(balance.accepted, 'a minimum of work').toBeGreaterThanOrEqual(minimum);
      expect(balance.produced).toBe(balance.accepted + balance.rejected + balance.pending);
      for (const [sink, { before, delivered, queued, dropped, quarantined, excluded }] of Object.entries(
        balance.sinks,
      )) {
        expect(before + delivered + queued + dropped + quarantined + excluded, sink).toBe(balance.accepted);
      }
    },
    // Progress of the historian is told four times a second; a figure may be between two tellings.
    { timeout: 10_000, interval: 100 },
  );
  return balance;
}
