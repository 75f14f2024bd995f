import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { BrokerState } from '../publishing/publisher-messages.ts';
import type { BrokerCounts, FromBrokerHost } from './broker-messages.ts';

/** The engine's end of the host of the embedded broker. */
export class BrokerClient implements Disposable {
  readonly changed = new Emitter<BrokerState>();
  readonly #lifetime = new Lifetime('broker client');
  #state: BrokerState = { kind: 'starting' };
  #counts: BrokerCounts | undefined;

  /** Make it before the host is started. */
  constructor(host: HostSupervisor) {
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromBrokerHost)));
    this.#lifetime.add(host.ended.on(() => this.#become({ kind: 'starting' })));
  }

  get state(): BrokerState {
    return this.#state;
  }

  /** Undefined until the host has told some. */
  get counts(): BrokerCounts | undefined {
    return this.#counts;
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #receive(message: FromBrokerHost): void {
    switch (message.type) {
      case 'state':
        return this.#become(message.state);
      case 'counts':
        this.#counts = message.counts;
        return undefined;
      default:
        return assertNever(message);
    }
  }

  #become(state: BrokerState): void {
    this.#state = state;
    this.changed.emit(state);
  }
}
