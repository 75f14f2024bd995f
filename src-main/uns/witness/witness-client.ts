import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { WitnessCalls, WitnessOrder, WitnessReport } from './witness-messages.ts';

const BEGIN_MS = 15_000;
const CALL_MS = 10_000;

/** The engine's end of a witness host. */
export class WitnessClient implements Disposable {
  readonly #host: HostSupervisor;

  /** @param host not started; it is started and stopped here. */
  constructor(host: HostSupervisor) {
    this.#host = host;
  }

  /** Resolves when it hears. Rejects NX_MQTT_UNREACHABLE, NX_MQTT_REFUSED, NX_HOST_GONE. */
  async begin(order: WitnessOrder): Promise<void> {
    await this.#host.start();
    await this.#host.call('begin', order, BEGIN_MS);
  }

  /** Counts anew, points of this time and later. */
  async from(fromUs: number): Promise<void> {
    await this.#host.call('from', { fromUs } satisfies WitnessCalls['from'], CALL_MS);
  }

  /** Points as late or later are not counted from now on. */
  async until(toUs: number): Promise<void> {
    await this.#host.call('until', { toUs } satisfies WitnessCalls['until'], CALL_MS);
  }

  async report(): Promise<WitnessReport> {
    return (await this.#host.call('report', null, CALL_MS)) as WitnessReport;
  }

  dispose(): Promise<void> {
    return this.#host.dispose();
  }
}
