import { decodeBatch, encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { DriverManifest } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EnginePort, HostWork } from '../kernel/host-port.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import type { AcquisitionCalls, AcquisitionData, FromAcquisition, ToAcquisition } from './acquisition-messages.ts';
import { HealthSender } from './health-sender.ts';
import { HostDevices } from './host-devices.ts';
import { HostFeed } from './host-feed.ts';
import { TrafficTap } from './traffic-tap.ts';

const TICK_MS = 1_000;

/** The body of an acquisition host: runs the devices it is given and sends their batches and health. */
export function acquisitionWork(
  engine: EnginePort,
  clock: Clock,
  findDriver: (protocol: string) => DriverManifest,
  data: AcquisitionData = {},
): HostWork {
  const lifetime = new Lifetime('acquisition');
  const send = (message: FromAcquisition, transfer: readonly ArrayBuffer[] = []): void =>
    engine.tell(message, transfer);
  const traffic = lifetime.add(new TrafficTap(clock, (batch) => send({ type: 'traffic', batch })));
  const feed = new HostFeed((tags) => send({ type: 'wants', tags }));
  const devices = lifetime.add(
    new HostDevices({
      clock,
      logger: engine.logger,
      random: Math.random,
      findDriver,
      folder: data.folder,
      feed,
      onBatch: (batch, traced) => {
        const frame = encodeBatch(batch);
        send({ type: 'batch', frame, points: batch.count, ...(traced !== undefined && { traced }) }, [frame]);
      },
      onStatus: (row) => send({ type: 'health', rows: [row] }),
      frameListener: (device) => traffic.listener(device),
    }),
  );
  const tellRejected = (): void => {
    const points = devices.takeRejected();
    if (points > 0) send({ type: 'rejected', points });
  };
  const health = new HealthSender(clock, (rows) => send({ type: 'health', rows }));
  lifetime.add(
    clock.every(TICK_MS, () => {
      tellRejected();
      health.tick(devices.runners);
      send({ type: 'load', load: devices.load() });
    }),
  );
  return {
    onTell(message: ToAcquisition): void {
      if (message.type === 'limits') devices.setMaxConnecting(message.maxConnecting);
      else if (message.type === 'hurry') devices.hurry(message.protocol);
      else if (message.type === 'record') traffic.record(message.devices);
      else if (message.type === 'feed') feed.take(decodeBatch(message.frame), message.isSnapshot);
      else void devices.addAll(message.jobs);
    },
    calls: {
      async remove({ ids }: AcquisitionCalls['remove']) {
        await Promise.all(ids.map((id) => devices.remove(id)));
      },
      plan: ({ device }: AcquisitionCalls['plan']) => devices.plan(device),
      latency: (question: AcquisitionCalls['latency']) => devices.latency(question),
      link: (question: AcquisitionCalls['link']) => devices.link(question),
      readLoose: ({ device, tags }: AcquisitionCalls['readLoose']) => devices.readLoose(device, tags),
      look: ({ device, ...question }: AcquisitionCalls['look']) => devices.look(device, question),
      memoryMap: ({ device, named }: AcquisitionCalls['memoryMap']) => devices.memoryMap(device, named),
      browse: ({ device, question }: AcquisitionCalls['browse']) => devices.browse(device, question),
      call: (order: AcquisitionCalls['call']) => devices.call(order),
      ruleHits: () => devices.ruleHits(),
      write: (order: AcquisitionCalls['write']) => devices.write(order),
      trace: (order: AcquisitionCalls['trace']) => devices.trace(order),
    },
    async stop() {
      await lifetime.dispose();
      tellRejected();
    },
  };
}
