import type { DeviceJob } from '../src-main/acquisition/acquisition-messages.ts';
import { ConnectGate } from '../src-main/acquisition/connect-gate.ts';
import { DeviceRecord } from '../src-main/acquisition/device-record.ts';
import { EndpointQueue, noTurns } from '../src-main/acquisition/endpoint-queue.ts';
import { HostDevices } from '../src-main/acquisition/host-devices.ts';
import { policyOf } from '../src-main/acquisition/policy.ts';
import { PollGroup } from '../src-main/acquisition/poll-group.ts';
import { Session } from '../src-main/acquisition/session.ts';
import type { DriverManifest } from '../src-main/drivers/driver.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import { silentLogger } from '../src-main/kernel/logger.ts';
import type { PointBatch } from '../src-shared/domain/point-batch.ts';
import { startMeter } from './meter.ts';
import { type ReadOrder, type ReadWork, SETTLE_MS, WARM_PERIOD_MS } from './modbus/read-work.ts';

const MAX_CONNECTING = 16;
const LINK_WAIT_MS = 5;

/**
 * Reads a plant as an acquisition host does: driver, session, schedule and normalising, up to the finished batch.
 *
 * @param jobOf the job of the device with this number, at this port and interval.
 */
export async function readAsHost(
  order: ReadOrder,
  manifest: DriverManifest,
  jobOf: (number: number, port: number, periodMs: number) => DeviceJob,
): Promise<ReadWork> {
  let values = 0;
  let last: PointBatch | undefined;
  const take = (batch: PointBatch): void => {
    values += batch.count;
    last = batch;
  };
  const ports = { clock: systemClock, logger: silentLogger, random: Math.random, onBatch: take };
  if (order.periodMs > 0) {
    const devices = new HostDevices({ ...ports, findDriver: () => manifest, onStatus: () => {} });
    // A device that is polled already goes on at the new interval.
    const pollEvery = (periodMs: number): void =>
      order.ports.forEach((port, number) => void devices.add(jobOf(number, port, periodMs)));
    pollEvery(WARM_PERIOD_MS);
    await systemClock.sleep(order.warmSeconds * 1_000);
    pollEvery(order.periodMs);
    await systemClock.sleep(SETTLE_MS);
  } else {
    const gate = new ConnectGate(MAX_CONNECTING, systemClock);
    const pollWithoutPause = async (number: number, port: number): Promise<void> => {
      // No interval is as short as the answer: without the schedule.
      const job = jobOf(number, port, 1_000);
      const queue = new EndpointQueue(systemClock, noTurns());
      const driver = manifest.create(job.connection, { clock: systemClock });
      const record = new DeviceRecord(systemClock);
      const session = new Session({ ...ports, driver, policy: policyOf(manifest), queue, gate, record });
      const group = new PollGroup(job, { intervalMs: job.pollIntervalMs, tags: job.tags }, session);
      session.link.start();
      while (!session.link.isOpen) await systemClock.sleep(LINK_WAIT_MS);
      for (;;) {
        const outcome = await group.read();
        if (outcome.kind !== 'read') throw new Error(`device ${number}: ${outcome.kind}`);
        const batch = group.takeBatch(outcome.receivedUs);
        if (batch) take(batch);
      }
    };
    for (const [number, port] of order.ports.entries()) void pollWithoutPause(number, port);
    await systemClock.sleep(order.warmSeconds * 1_000);
  }
  values = 0;
  const read = startMeter();
  await systemClock.sleep(order.measureSeconds * 1_000);
  const pollSum = last?.value.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
  return { values, ...read(), pollSum };
}
