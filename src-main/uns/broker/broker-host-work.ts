import { type Clock, systemClock, type Timer } from '../../kernel/clock.ts';
import type { EnginePort, HostWork } from '../../kernel/host-port.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { reconnectPauseMs } from '../link/reconnect-pause.ts';
import type { BrokerState, LinkReason } from '../publishing/publisher-messages.ts';
import type { BrokerHostData, FromBrokerHost } from './broker-messages.ts';
import { EmbeddedBroker } from './embedded-broker.ts';

const COUNTS_EVERY_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Runs the embedded broker. A port that is taken stops nothing: it is said, and tried again with back-off. */
export function startBrokerHost(data: BrokerHostData, engine: EnginePort): Promise<HostWork> {
  const host = new BrokerHost(data, engine, systemClock);
  host.start();
  return Promise.resolve({ stop: () => host.dispose() });
}

class BrokerHost implements Disposable {
  readonly #ports: readonly number[];
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('broker host');
  #broker: EmbeddedBroker | undefined;
  #retry: Timer | undefined;
  #failures = 0;
  #reason = '';
  #told = '';

  constructor({ ports }: BrokerHostData, engine: EnginePort, clock: Clock) {
    this.#ports = ports;
    this.#engine = engine;
    this.#clock = clock;
    this.#lifetime.defer(() => this.#broker?.dispose());
    this.#lifetime.defer(() => this.#retry?.dispose());
    this.#lifetime.add(clock.every(COUNTS_EVERY_MS, () => this.#beat()));
  }

  start(): void {
    this.#listen(0);
  }

  /** Another program's port is passed over while there are more to choose from. */
  #listen(choice: number): void {
    const port = this.#ports[choice]!;
    EmbeddedBroker.listen(port).then(
      (broker) => this.#listens(broker, port),
      (error: NodeJS.ErrnoException) => {
        const hasMore = choice + 1 < this.#ports.length && !this.#lifetime.isDisposed;
        if (error.code === 'EADDRINUSE' && hasMore) this.#listen(choice + 1);
        else this.#failed(error, port);
      },
    );
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #listens(broker: EmbeddedBroker, port: number): void {
    if (this.#lifetime.isDisposed) {
      void broker.dispose();
      return;
    }
    this.#broker = broker;
    if (port !== this.#ports[0]) {
      this.#engine.logger.info(`port ${this.#ports[0]} is taken: the embedded broker listens on ${port}`, { port });
    }
    this.#become({ kind: 'listening', port });
  }

  #failed(error: unknown, port: number): void {
    if (this.#lifetime.isDisposed) return;
    this.#failures++;
    const reason = portReason(error, port);
    if (reason.text !== this.#reason) {
      this.#reason = reason.text;
      this.#engine.logger.warn(reason.text, { code: reason.code, port });
      this.#become({ kind: 'failed', reason });
    }
    const pauseMs = reconnectPauseMs(this.#failures, LONGEST_PAUSE_MS, Math.random);
    this.#retry = this.#clock.after(pauseMs, () => this.start());
  }

  #become(state: BrokerState): void {
    this.#tell({ type: 'state', state });
  }

  #beat(): void {
    const counts = this.#broker?.counts;
    const text = JSON.stringify(counts);
    if (!counts || text === this.#told) return;
    this.#told = text;
    this.#tell({ type: 'counts', counts });
  }

  #tell(message: FromBrokerHost): void {
    this.#engine.tell(message);
  }
}

function portReason(error: unknown, port: number): LinkReason {
  const { code, message } = error as NodeJS.ErrnoException;
  const next = 'Set mqtt.embedded_port to a free one, or name the broker that uses it with mqtt.url.';
  const what = code === 'EADDRINUSE' ? 'is used by another program' : `could not be opened (${message})`;
  return { code: 'NX_MQTT_PORT', text: `Port ${port} of the embedded broker ${what}. ${next}` };
}
