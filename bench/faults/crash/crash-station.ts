import { GatewayPeer } from '../../../src-main/drivers/modbus/gateway-peer.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { CrashPoint } from '../../../src-main/kernel/crash-points.ts';
import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { CountingPlant, type SampleCheck } from '../../../src-main/testing/counting-plant.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import { settledBalance } from '../../service-figures.ts';
import { CommandLedger } from './command-ledger.ts';
import { ConfigChanger } from './config-changer.ts';
import { crashAt } from './crash-at.ts';
import { CrashFindings } from './crash-findings.ts';
import { DiskLook } from './disk-look.ts';
import { ReceivedSamples } from './received-samples.ts';

/** What is done to bring a service to a point. */
export type CrashAct = 'wait' | 'command' | 'change' | 'user' | 'stop';

export interface CrashStep {
  readonly point: CrashPoint;
  readonly nth: number;
  readonly from: 'start' | 'up';
  readonly act: CrashAct;
}

const PLANT = { devices: 2, tags: 5, intervalMs: 50 };
const PASSWORD = 'a long pass phrase for nobody';
const START_MS = 90_000;
const CATCH_UP_MS = 30_000;
/** Between two looks; most of what is on its way arrives meanwhile. */
const CALM_MS = 1_000;

/** A service with a plant that counts, a broker, a device that is written to, and everybody who knows what must come of it. */
export class CrashStation {
  readonly findings = new CrashFindings();
  readonly #name: string;
  readonly #service: ServiceProcess;
  readonly #plant: CountingPlant;
  readonly #device: GatewayPeer;
  readonly #received: ReceivedSamples;
  readonly #disk: DiskLook;
  readonly #changer: ConfigChanger;
  readonly #commands = new CommandLedger();
  /** `topic sample` of everything that was seen in the log right after a crash. */
  readonly #witnessed = new Set<string>();
  readonly #users: string[] = [];
  #usersAsked = 0;

  private constructor(
    name: string,
    parts: { service: ServiceProcess; plant: CountingPlant; device: GatewayPeer; received: ReceivedSamples },
  ) {
    this.#name = name;
    this.#service = parts.service;
    this.#plant = parts.plant;
    this.#device = parts.device;
    this.#received = parts.received;
    this.#disk = new DiskLook(parts.service.folder);
    this.#changer = new ConfigChanger(parts.service, this.#disk, parts.device.port);
  }

  /** @param settings lines of nexus.yaml. */
  static async start(lifetime: Lifetime, name: string, settings = ''): Promise<CrashStation> {
    const plant = lifetime.add(await CountingPlant.start(PLANT));
    const addresses = Array.from({ length: CommandLedger.tags }, (_, register) => `HR${register}`);
    const written = addresses.map((address) => ({ address, dataType: 'uint16' as const }));
    const device = lifetime.add(await new GatewayPeer([1], written).listen());
    const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
    const received = lifetime.add(await ReceivedSamples.connect(broker.url));
    const rows = addresses.map(
      (address, n) => `  - { id: w${n}, address: ${address}, data_type: uint16, access: read_write }`,
    );
    const folder = await givenProjectFolder({
      'nexus.yaml': `project: { name: Crash points }
access: { login: off }
log: { level: error }
buffer: { ballast: 0B }
mqtt: { enabled: true, url: "${broker.url}", retry: 1s, commands: { enabled: true } }
${settings}`,
      'devices/plc-1.yaml': `id: plc-1
protocol: modbus-tcp
uns_prefix: spare/plc-1
poll_interval: 1s
connection: { host: 127.0.0.1, port: ${device.port}, unit_id: 1 }
tags:
${rows.join('\n')}
`,
      ...plant.files(),
    });
    lifetime.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    return new CrashStation(name, { service, plant, device, received });
  }

  /** Lives until the point, and looks at what is left. */
  async crash(step: CrashStep): Promise<void> {
    const { point, nth, from, act } = step;
    const acts: Record<CrashAct, (() => Promise<unknown>) | undefined> = {
      wait: undefined,
      command: () => this.#received.command('nexus/cmd/plc-1/write', this.#commands.next()),
      change: () => this.#changer.change(),
      user: () => this.#addUser(),
      stop: () => this.#service.stop(),
    };
    const up = async (): Promise<void> => {
      await this.#lookUp();
      if (act === 'change') await this.#changer.clear();
    };
    await crashAt(this.#service, { point, nth, from, act: acts[act], ...(from === 'up' && { up }) });
    this.findings.crashes.push(point);
    await this.#lookDown(`${this.#name}, ${point}:${nth} from ${from}`);
  }

  /** The first life, which ends well: what it compiled is there for all later ones. */
  async begin(): Promise<void> {
    await this.#service.start({ deadlineMs: START_MS });
    await this.#service.stop();
  }

  /** A whole life without a crash: what was left by the last one is recovered from. */
  async recover(): Promise<void> {
    await this.#service.start({ deadlineMs: START_MS });
    await this.#lookUp();
    await this.#service.kill();
  }

  /** The last life: everything must have arrived everywhere, once. */
  async finish(): Promise<void> {
    await this.#service.start({ deadlineMs: START_MS });
    await this.#lookUp();
    await this.#caughtUp();
    const { stored, missing, faults, lost, unpublished } = await this.#arrived();
    const { findings } = this;
    findings.stored += stored;
    findings.missing += missing;
    findings.told('samples', faults);
    findings.told('lost', lost);
    findings.told('unpublished', unpublished);
    findings.published += this.#received.samples.size;
    findings.repeated += this.#received.doubled;
    findings.told(
      'inverted',
      Array.from({ length: this.#received.inverted }, () => 'a first delivery'),
    );
    findings.witnessed += this.#witnessed.size;
    await this.#service.stop();
    await this.#lookDown(`${this.#name}, at its end`);
    const commands = this.#commands.faults(this.#service.folder, this.#device, this.#received.ends);
    findings.told('commands', commands.faults);
    findings.commands += this.#commands.sent;
    findings.executed += commands.done;
    findings.changes += this.#changer.applied;
    findings.users += this.#users.length;
  }

  /** What the history has, beside what others had before; looked at again while something is still on its way. */
  async #arrived(): Promise<
    SampleCheck & { readonly lost: readonly string[]; readonly unpublished: readonly string[] }
  > {
    const had = [...this.#witnessed, ...this.#received.samples];
    for (const endMs = systemClock.monoMs() + CATCH_UP_MS; ; ) {
      await systemClock.sleep(CALM_MS);
      const check = await this.#plant.check(this.#service);
      await systemClock.sleep(CALM_MS);
      const lost = had.filter((sample) => !check.seen.has(sample));
      const unpublished = [...check.seen].filter((sample) => !this.#received.samples.has(sample));
      const isAll = lost.length + unpublished.length === 0;
      if (isAll || systemClock.monoMs() > endMs) return { ...check, lost, unpublished };
    }
  }

  async #lookUp(): Promise<void> {
    const fault = await this.#changer.look();
    if (fault !== undefined) this.findings.told('config', [`after ${this.findings.crashes.at(-1)}: ${fault}`]);
    await settledBalance(this.#service).catch((error: unknown) =>
      this.findings.told('balance', [`after ${this.findings.crashes.at(-1)}: ${String(error)}`]),
    );
  }

  async #lookDown(where: string): Promise<void> {
    const { findings } = this;
    for (const sample of await this.#disk.samplesInLog()) this.#witnessed.add(sample);
    const broken = await this.#disk.brokenAudit();
    if (broken > 0) findings.told('audit', [`${broken} places, ${where}`]);
    const users = await this.#disk.users().catch(() => undefined);
    const gone = this.#users.filter((user) => !users?.includes(user));
    if (users === undefined || gone.length > 0) findings.told('users', [`${gone.join()} gone, ${where}`]);
    await this.#disk.devices().catch((error: unknown) => findings.told('config', [`${String(error)}, ${where}`]));
  }

  async #addUser(): Promise<void> {
    const user = `u${this.#usersAsked++}`;
    const response = await fetch(`http://127.0.0.1:${this.#service.port}/api/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, roles: ['viewer'], password: PASSWORD }),
    });
    if (!response.ok) throw new Error(`POST /users: ${response.status} ${await response.text()}`);
    this.#users.push(user);
  }

  async #caughtUp(): Promise<void> {
    const endMs = systemClock.monoMs() + CATCH_UP_MS;
    for (;;) {
      const { sinks } = await this.#service.balance();
      const behind = Object.entries(sinks).filter(([, { queued }]) => queued > PLANT.devices * PLANT.tags * 20);
      if (behind.length === 0) return;
      if (systemClock.monoMs() > endMs) throw new Error(`Sinks did not catch up: ${JSON.stringify(behind)}`);
      await systemClock.sleep(100);
    }
  }
}
