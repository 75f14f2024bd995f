import { decodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { systemClock } from '../../kernel/clock.ts';
import { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { loggerTo } from '../../kernel/logger.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import { TEST_MQTT } from '../publishing/log-and-publisher.ts';
import { RemoteClient, type RemoteTurn } from './remote-client.ts';
import type { RemoteHostData } from './remote-messages.ts';

/** For tests: the host of the remote source as a real thread, and an engine that accepts what it is told to accept. */
export class RemoteRig implements Disposable {
  /** Values of every topic in the order they were accepted. */
  readonly accepted = new Map<string, number[]>();
  /** Lines that the host logged. */
  readonly lines: string[] = [];
  readonly client: RemoteClient;
  /** What becomes of the next turns. */
  accept: (turn: RemoteTurn) => boolean = () => true;
  readonly #lifetime = new Lifetime('remote rig');
  readonly #host: HostSupervisor;
  readonly #topics = new Map<string, string>();

  private constructor(data: RemoteHostData) {
    const logger = loggerTo((_level, text, fields) => this.lines.push(`${text} ${JSON.stringify(fields)}`));
    const url = new URL('../../entry/remote-host.ts', import.meta.url);
    this.#host = new HostSupervisor({ name: 'remote', url, data: () => data }, systemClock, logger);
    this.client = this.#lifetime.add(
      new RemoteClient(this.#host, undefined, (turn, settled) => {
        const isAccepted = this.accept(turn);
        for (const { number, topic } of turn.tags) this.#topics.set(`${turn.session} ${number}`, topic);
        for (const frame of turn.frames) {
          if (isAccepted) this.#keep(frame, turn.session);
          settled(isAccepted);
        }
      }),
    );
    this.#lifetime.add(this.#host);
  }

  static async start(
    clientId: string,
    mqtt: Partial<MqttConfig>,
    remote: Partial<MqttConfig['remote']> = {},
    own: readonly string[] = [],
    tls?: RemoteHostData['tls'],
  ): Promise<RemoteRig> {
    const config = { ...TEST_MQTT, ...mqtt, remote: { ...TEST_MQTT.remote, enabled: true, ...remote } };
    const rig = new RemoteRig({ config, clientId, ...(tls && { tls }) });
    rig.client.own(own, undefined);
    await rig.#host.start();
    return rig;
  }

  /** Points that were accepted. */
  get points(): number {
    return [...this.accepted.values()].reduce((sum, values) => sum + values.length, 0);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #keep(frame: ArrayBuffer, session: number): void {
    const { tag, value } = decodeBatch(frame);
    for (const [row, number] of tag.entries()) {
      const topic = this.#topics.get(`${session} ${number}`)!;
      this.accepted.set(topic, [...(this.accepted.get(topic) ?? []), value[row]!]);
    }
  }
}
