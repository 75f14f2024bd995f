import { setTimeout as sleep } from 'node:timers/promises';
import { type Disposable, Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { CountingPlant, type CountingShape } from '../../../src-main/testing/counting-plant.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';
import { MqttJudge } from '../../../src-main/testing/oracle/mqtt-judge.ts';
import { descriptorsOf } from '../../../src-main/testing/oracle/process-faults.ts';
import type { PostgresProcess } from '../../../src-main/testing/postgres-process.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { Scenario } from '../../../src-main/testing/scenario.ts';
import { ServiceProcess, type SinkFigures } from '../../../src-main/testing/service-process.ts';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { freshDatabase, startBenchDatabase } from '../../timescale/bench-database.ts';
import { nameOf } from '../../timescale/database-name.ts';

export interface StoringOptions {
  readonly shape: CountingShape;
  readonly seed: number;
  /** Publishes to a mosquitto behind a proxy; one message a poll of a device. */
  readonly broker?: boolean;
  /** Stores in a PostgreSQL with TimescaleDB behind a proxy instead of in a file. */
  readonly database?: boolean;
  /** The program; the sources unless given. */
  readonly entry?: string | undefined;
}

/** Stands for every secret of a run: must not be found anywhere afterwards. */
export const CANARY = 'canary-5f0c1e77-never-to-be-seen';
const VARIABLE = 'NEXUS_FAULTS_CANARY';
const LOOK_MS = 100;
const RESTART_MS = 120_000;
/** Nothing new for so long: the last answers of the devices are in the log. */
const QUIET_MS = 1_000;

/** The real service on devices that count, with real peers of which each can be taken away. */
export class StoringRig implements Disposable {
  readonly seed: number;
  readonly plant: CountingPlant;
  readonly service: ServiceProcess;
  readonly folder: string;
  readonly broker: MosquittoProcess | undefined;
  readonly brokerLink: FaultProxy | undefined;
  readonly judge: MqttJudge | undefined;
  readonly postgres: PostgresProcess | undefined;
  readonly databaseLink: FaultProxy | undefined;
  readonly database: string;
  /** Of the service, that hit a living process. */
  kills = 0;
  /** Open files and sockets of the service before anything was done to it; see `warm`. */
  descriptors = Number.POSITIVE_INFINITY;
  /** From each start that followed a kill until a point was accepted. */
  readonly restartS: number[] = [];
  readonly #lifetime: Lifetime;

  private constructor(
    parts: Pick<StoringRig, 'seed' | 'plant' | 'service' | 'folder' | 'database'> &
      Partial<Pick<StoringRig, 'broker' | 'brokerLink' | 'judge' | 'postgres' | 'databaseLink'>>,
    lifetime: Lifetime,
  ) {
    this.seed = parts.seed;
    this.plant = parts.plant;
    this.service = parts.service;
    this.folder = parts.folder;
    this.broker = parts.broker;
    this.brokerLink = parts.brokerLink;
    this.judge = parts.judge;
    this.postgres = parts.postgres;
    this.databaseLink = parts.databaseLink;
    this.database = parts.database;
    this.#lifetime = lifetime;
  }

  /** Everything runs, but the service, which the scenario starts. */
  static async start({
    shape,
    seed,
    broker: hasBroker,
    database: hasDatabase,
    entry,
  }: StoringOptions): Promise<StoringRig> {
    const lifetime = new Lifetime('storing rig');
    try {
      process.env[VARIABLE] = CANARY;
      const settings: string[] = [];
      const broker = hasBroker ? lifetime.add(await new MosquittoProcess(await freePort()).start()) : undefined;
      const brokerLink =
        broker && lifetime.add(await new FaultProxy({ host: '127.0.0.1', port: broker.port }, seed).listen());
      const judge = broker && lifetime.add(await MqttJudge.connect(broker.url, CANARY));
      if (brokerLink)
        settings.push(
          `mqtt: { enabled: true, url: "mqtt://127.0.0.1:${brokerLink.port}", payload: json-batch, retry: 1s, username: gateway, password: { env: ${VARIABLE} } }`,
        );
      const postgres = hasDatabase ? await startBenchDatabase(lifetime) : undefined;
      const databaseLink = postgres && lifetime.add(await new FaultProxy(postgres, seed).listen());
      const database = postgres ? nameOf(await freshDatabase(postgres)) : '';
      if (databaseLink)
        settings.push(
          `historian: { database: { url: "postgres://postgres@127.0.0.1:${databaseLink.port}/${database}", password: { env: ${VARIABLE} } } }`,
        );
      const plant = lifetime.add(await CountingPlant.start(shape));
      const folder = await givenProjectFolder({
        'nexus.yaml': `project: { name: Faults }\naccess: { login: off }\nlog: { level: warn }\n${settings.join('\n')}\n`,
        ...plant.files(),
      });
      lifetime.defer(() => folder.remove());
      const service = new ServiceProcess(folder.path, await freePort(), entry);
      lifetime.defer(async () => void (await service.kill()));
      const peers = { ...(broker && { broker, brokerLink, judge }), ...(postgres && { postgres, databaseLink }) };
      return new StoringRig({ seed, plant, service, folder: folder.path, database, ...peers }, lifetime);
    } catch (error) {
      await lifetime.dispose();
      throw error;
    }
  }

  /** The words that a scenario is written in. */
  scenario() {
    const { service, broker, brokerLink, postgres, databaseLink, plant } = this;
    const link = (proxy: FaultProxy | undefined) => ({
      refuse: () => proxy!.refuse(),
      blackhole: () => proxy!.blackhole(),
      silence: () => proxy!.acceptAndSilence(),
      reset: () => proxy!.rst(),
      restore: () => proxy!.restore(),
    });
    const parts = {
      service: {
        start: () => service.start({ deadlineMs: RESTART_MS }),
        stop: () => service.stop(),
        kill: () => this.kill(),
        restart: () => this.restart(),
      },
      broker: {
        stop: () => broker!.stop(),
        start: () => broker!.start(),
        hold: () => broker!.freeze(),
        continue: () => broker!.resume(),
        restart: async () => {
          await broker!.stop();
          await broker!.start();
        },
      },
      brokerLink: link(brokerLink),
      database: {
        stop: () => postgres!.stop('fast'),
        kill: () => postgres!.kill(),
        start: () => postgres!.start(),
        restart: () => postgres!.restart('immediate'),
      },
      databaseLink: link(databaseLink),
      devices: {
        unplug: () => plant.setFault('unplug'),
        hold: () => plant.setFault('silent'),
        return: () => plant.setFault('none'),
      },
    };
    return new Scenario(parts, this.seed);
  }

  /** Starts the service, waits for every device, and gives it time to settle. */
  async warm(seconds: number): Promise<void> {
    await this.service.start({ deadlineMs: RESTART_MS });
    await this.#untilAll(/connected|degraded/, performance.now() + RESTART_MS);
    await sleep(seconds * 1_000);
    this.descriptors = descriptorsOf(this.service.pid!);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (await this.service.kill()) this.kills++;
  }

  /** kill -9 and a new start, until it accepts points again. */
  async restart(): Promise<void> {
    await this.kill();
    const beganMs = performance.now();
    await this.service.start({ deadlineMs: RESTART_MS });
    const { accepted } = await this.service.balance();
    while ((await this.service.balance()).accepted === accepted) {
      if (performance.now() - beganMs > RESTART_MS)
        throw new Error(`No point was accepted ${RESTART_MS} ms after a start`);
      await sleep(LOOK_MS / 4);
    }
    this.restartS.push((performance.now() - beganMs) / 1_000);
  }

  /** What one sink has; `mqtt` or `historian`. */
  async sink(name: string): Promise<SinkFigures> {
    return (await this.service.balance()).sinks[name]!;
  }

  /** Waits until no more than so many points wait for a sink. @returns after how many seconds. @throws Error at the deadline. */
  async untilQueued(name: string, atMost: number, deadlineS: number): Promise<number> {
    const beganMs = performance.now();
    for (;;) {
      const { queued } = await this.sink(name);
      const passedS = (performance.now() - beganMs) / 1_000;
      if (queued <= atMost) return passedS;
      if (passedS > deadlineS)
        throw new Error(`${queued} points still wait for ${name} after ${deadlineS} s (seed ${this.seed})`);
      await sleep(LOOK_MS);
    }
  }

  /** Ends the devices and waits until everything that was accepted is in both sinks. @throws Error at the deadline. */
  async drain(deadlineS: number): Promise<void> {
    await this.plant.dispose();
    const endMs = performance.now() + deadlineS * 1_000;
    await this.#untilAll(/offline/, endMs);
    // Each tag tells once that it is away, as a point without a value.
    const hasTold = (): boolean =>
      this.judge === undefined || [...this.judge.tracks.values()].every(({ endsBad }) => endsBad);
    for (let before = -1; ; ) {
      const { produced, accepted, pending, sinks } = await this.service.balance();
      const queued = Object.values(sinks).reduce((sum, sink) => sum + sink.queued, 0);
      const heard = this.judge?.points ?? accepted;
      if (produced === before && pending === 0 && queued === 0 && heard >= accepted && hasTold()) return;
      if (performance.now() > endMs) {
        // What is wrong is for the oracle to say, as far as it is not that something still waits.
        if (queued + pending === 0) return;
        throw new Error(`${queued} points still wait for the sinks, ${pending} for the log (seed ${this.seed})`);
      }
      before = produced;
      await sleep(QUIET_MS);
    }
  }

  async #untilAll(kind: RegExp, endMs: number): Promise<void> {
    for (;;) {
      const devices = await this.service.get<DeviceView[]>('/api/v1/devices');
      const left = devices.filter(({ health }) => !kind.test(health.status.kind)).length;
      if (left === 0) return;
      if (performance.now() > endMs)
        throw new Error(`${left} devices are not told as ${kind.source} (seed ${this.seed})`);
      await sleep(LOOK_MS);
    }
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}
