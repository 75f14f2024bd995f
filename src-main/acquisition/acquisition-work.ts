import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EnginePort, HostWork } from '../kernel/host-port.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import type { DeviceJob, FromAcquisition, ToAcquisition } from './acquisition-messages.ts';
import { DeviceRunner } from './device-runner.ts';

const HEALTH_EVERY_MS = 1_000;

/** The body of an acquisition host: runs the devices it is given and sends their batches and health. */
export function acquisitionWork(
  engine: EnginePort,
  clock: Clock,
  findDriver: (protocol: string) => DriverManifest,
): HostWork {
  const lifetime = new Lifetime('acquisition');
  const runners = new Map<string, DeviceRunner>();
  const send = (message: FromAcquisition, transfer: readonly ArrayBuffer[] = []): void =>
    engine.tell(message, transfer);
  const sendHealth = (rows: readonly DeviceHealth[]): void => {
    if (rows.length > 0) send({ type: 'health', rows });
  };

  const add = (job: DeviceJob): void => {
    const driver = findDriver(job.protocol).create(job.connection, clock);
    const runner = new DeviceRunner(job, driver, {
      clock,
      logger: engine.logger,
      random: Math.random,
      onBatch: (batch) => {
        const frame = encodeBatch(batch);
        send({ type: 'batch', frame, points: batch.count }, [frame]);
      },
      onStatus: (health) => sendHealth([health]),
    });
    runners.set(job.id, runner);
  };
  const remove = async (id: string): Promise<void> => {
    const runner = runners.get(id);
    runners.delete(id);
    await runner?.dispose();
  };

  lifetime.add(clock.every(HEALTH_EVERY_MS, () => sendHealth([...runners.values()].map((runner) => runner.health()))));
  lifetime.defer(async () => void (await Promise.all([...runners.keys()].map(remove))));
  return {
    onTell(message: ToAcquisition): void {
      if (message.type === 'add') for (const job of message.jobs) add(job);
      else for (const id of message.ids) void remove(id);
    },
    stop: () => lifetime.dispose(),
  };
}
