import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { CompiledPrograms } from '../../compile-c.ts';
import { plantLayout } from '../../modbus/plant-layout.ts';
import { PlantProcess } from '../../modbus/plant-process.ts';
import { plantProject } from '../../modbus/plant-project.ts';

export interface BothSinksOrder {
  readonly devices: number;
  readonly tags: number;
  /** Lateness is not counted this long after the first poll of a device. */
  readonly warmS: number;
  /** For the service. */
  readonly env?: Readonly<Record<string, string>>;
}

const INTERVAL_MS = 1_000;
const START_MS = 60_000;
const CONNECT_MS = 90_000;

/** A plant in C, a real broker, and the real service between them with its history: what the promises call the load L. */
export class BothSinks {
  readonly plant: PlantProcess;
  readonly broker: MosquittoProcess;
  readonly service: ServiceProcess;

  private constructor(plant: PlantProcess, broker: MosquittoProcess, service: ServiceProcess) {
    this.plant = plant;
    this.broker = broker;
    this.service = service;
  }

  /** Resolves when every device is connected. */
  static async start({ devices, tags, warmS, env }: BothSinksOrder, lifetime: Lifetime): Promise<BothSinks> {
    const programs = lifetime.add(new CompiledPrograms());
    const order = { layout: plantLayout(tags), devices, periodMs: INTERVAL_MS, warmMs: warmS * 1_000 };
    const plant = await PlantProcess.start(programs, order);
    const broker = await new MosquittoProcess(await freePort()).start();
    lifetime.defer(() => broker.stop());
    const settings = `mqtt: { enabled: true, url: "${broker.url}", payload: json-batch }\n`;
    const folder = await givenProjectFolder(
      plantProject({ ports: plant.ports, tagsPerDevice: tags, intervalMs: INTERVAL_MS, settings }),
    );
    lifetime.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start({ deadlineMs: START_MS, ...(env && { env }) });
    const both = new BothSinks(plant, broker, service);
    await both.untilConnected(devices, CONNECT_MS);
    return both;
  }

  /** @throws Error when fewer are connected in time. */
  async untilConnected(devices: number, deadlineMs: number): Promise<void> {
    const endMs = performance.now() + deadlineMs;
    for (;;) {
      const views = await this.service.get<DeviceView[]>('/api/v1/devices');
      const good = views.filter(({ health }) => /connected|degraded/.test(health.status.kind)).length;
      if (good === devices) return;
      if (performance.now() > endMs)
        throw new Error(`${good} of ${devices} devices were connected in ${deadlineMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
