import type { MetricBalance, ServiceProcess } from '../src-main/testing/service-process.ts';
import type { DeviceView } from '../src-shared/contract/devices.ts';

/** What the real service has done so far. */
export interface ServiceFigures {
  readonly atMs: number;
  readonly balance: MetricBalance;
  readonly polls: number;
  readonly pollsFailed: number;
  readonly pollsSkipped: number;
}

export async function serviceFigures(service: ServiceProcess): Promise<ServiceFigures> {
  const atMs = performance.now();
  const balance = await service.balance();
  const devices = await service.get<DeviceView[]>('/api/v1/devices');
  const sum = (part: 'polls' | 'pollsFailed' | 'pollsSkipped'): number =>
    devices.reduce((total, { health }) => total + health[part], 0);
  return { atMs, balance, polls: sum('polls'), pollsFailed: sum('pollsFailed'), pollsSkipped: sum('pollsSkipped') };
}

/** What does not add up in a balance, in sentences; none when every point is accounted for at every sink. */
export function balanceFaults({ produced, accepted, rejected, pending, sinks }: MetricBalance): string[] {
  const faults: string[] = [];
  if (produced !== accepted + rejected + pending)
    faults.push(`${produced} produced, but ${accepted} accepted + ${rejected} rejected + ${pending} pending`);
  for (const [sink, { before, delivered, queued, dropped, quarantined, excluded }] of Object.entries(sinks)) {
    const known = before + delivered + queued + dropped + quarantined + excluded;
    if (known !== accepted) faults.push(`${accepted} accepted, but ${known} known at ${sink}`);
  }
  return faults;
}

const SETTLE_MS = 10_000;
const LOOK_MS = 100;

/**
 * Progress of sinks is told four times a second: a figure may be between two tellings, so it is looked at more than once.
 *
 * @throws Error with what does not add up in the end.
 */
export async function settledBalance(service: ServiceProcess): Promise<MetricBalance> {
  const endMs = performance.now() + SETTLE_MS;
  for (;;) {
    const balance = await service.balance();
    const faults = balanceFaults(balance);
    if (faults.length === 0) return balance;
    if (performance.now() > endMs) throw new Error(`The balance does not add up: ${faults.join('; ')}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
