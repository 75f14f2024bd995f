import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads';
import { type ErrorShape, NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock, Timer } from './clock.ts';
import { Emitter } from './emitter.ts';
import { CUT, type FromHost, PING, type ToHost } from './host-port.ts';
import { type Disposable, Lifetime } from './lifetime.ts';
import type { Logger } from './logger.ts';
import type { CutOrder, CutState } from './socket-gate.ts';

export interface HostOptions {
  /** Shown in logs and Diagnostics: `log`, `historian`, `acquisition-1`. */
  readonly name: string;
  /** The entry file of the thread. */
  readonly url: URL;
  /** Handed over at every start, the first and each later one. */
  readonly data: () => unknown;
  readonly resourceLimits?: ResourceLimits;
}

export type HostState = 'starting' | 'running' | 'waiting' | 'stopped';

const FIRST_RESTART_MS = 100;
const LONGEST_RESTART_MS = 10_000;
/** A host that ran this long starts its back-off anew. */
const STEADY_MS = 30_000;
const STOP_DEADLINE_MS = 8_000;
const CUT_DEADLINE_MS = 5_000;

interface PendingCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: Timer;
}

/**
 * Keeps one worker-thread host alive: starts it, starts it again with back-off when it ends, and carries messages.
 * What was told or asked while it is down is refused at once, so that the caller decides, not a hidden queue.
 */
export class HostSupervisor implements Disposable {
  readonly name: string;
  readonly told = new Emitter<unknown>();
  /** After every start, once the host is ready. */
  readonly started = new Emitter<void>();
  /** Each time the thread ended unasked. */
  readonly ended = new Emitter<void>();
  readonly #options: HostOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #calls = new Map<number, PendingCall>();
  #worker: Worker | undefined;
  #restartTimer: Timer | undefined;
  #state: HostState = 'stopped';
  #nextCall = 1;
  #restarts = 0;
  #backoffMs = FIRST_RESTART_MS;

  constructor(options: HostOptions, clock: Clock, logger: Logger) {
    this.name = options.name;
    this.#options = options;
    this.#clock = clock;
    this.#logger = logger.child({ host: options.name });
  }

  get state(): HostState {
    return this.#state;
  }

  /** Starts after the first. */
  get restarts(): number {
    return this.#restarts;
  }

  /** How long the thread was busy since it was started; undefined while it is down. */
  get busySeconds(): number | undefined {
    return this.#state === 'running' ? this.#worker!.performance.eventLoopUtilization().active / 1_000 : undefined;
  }

  /** Resolves when the host is ready for the first time; rejects NX_HOST_GONE when it ends before, or after the deadline. */
  start(deadlineMs = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = new Lifetime(`start of ${this.name}`);
      const end = (error?: NexusError): void => {
        void settle.dispose();
        if (error) reject(error);
        else resolve();
      };
      settle.add(this.started.on(() => end()));
      settle.add(this.ended.on(() => end(this.#gone('ended while it started'))));
      settle.add(this.#clock.after(deadlineMs, () => end(this.#gone(`was not ready within ${deadlineMs} ms`))));
      this.#launch();
    });
  }

  /** One-way. @returns false when the host is down and nothing was sent; `transfer` then stays the caller's. */
  tell(body: unknown, transfer: readonly Transferable[] = []): boolean {
    if (this.#state !== 'running') return false;
    this.#send({ type: 'tell', body }, transfer);
    return true;
  }

  /** Asks and waits. Rejects NX_HOST_GONE when the host is down, ends, or misses the deadline. */
  call(method: string, argument: unknown, deadlineMs: number): Promise<unknown> {
    if (this.#state !== 'running') return Promise.reject(this.#gone('is not running'));
    const id = this.#nextCall++;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(deadlineMs, () => {
        this.#calls.delete(id);
        reject(this.#gone(`did not answer “${method}” within ${deadlineMs} ms`));
      });
      this.#calls.set(id, { resolve, reject, timer });
      this.#send({ type: 'call', id, method, argument });
    });
  }

  /** True while the loop of the thread goes round, or while there is none: a host that ended is started again anyhow. */
  async answers(deadlineMs: number): Promise<boolean> {
    if (this.#state !== 'running') return true;
    return await this.call(PING, undefined, deadlineMs).then(
      () => true,
      () => this.#state !== 'running',
    );
  }

  /** Cuts or restores connections of the thread. Rejects NX_HOST_GONE: a host that starts anew has no cut. */
  async cut(order: CutOrder): Promise<CutState> {
    return (await this.call(CUT, order, CUT_DEADLINE_MS)) as CutState;
  }

  /** Ends a thread that does not come back. It is started again as after any end. */
  endThread(): void {
    this.#logger.error('host does not come back from its work and is ended');
    void this.#worker?.terminate();
  }

  /** Asks the host to stop and waits; ends the thread when it misses the deadline. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#state = 'stopped';
    this.#restartTimer?.dispose();
    if (!worker) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ type: 'stop' } satisfies ToHost);
    const timer = this.#clock.after(STOP_DEADLINE_MS, () => {
      this.#logger.warn('host did not stop in time and was ended');
      void worker.terminate();
    });
    await exited;
    timer.dispose();
    this.#rejectCalls();
  }

  #launch(): void {
    this.#state = 'starting';
    const startedMs = this.#clock.monoMs();
    const worker = new Worker(this.#options.url, {
      name: this.name,
      workerData: this.#options.data(),
      ...(this.#options.resourceLimits && { resourceLimits: this.#options.resourceLimits }),
    });
    this.#worker = worker;
    worker.on('message', (message: FromHost) => this.#receive(message));
    worker.on('error', (error) => this.#logger.error('host met an uncaught error', { error: String(error) }));
    worker.once('exit', (exitCode) => {
      if (this.#worker === worker) this.#worker = undefined;
      if (this.#state !== 'stopped') this.#restartLater(exitCode, this.#clock.monoMs() - startedMs);
    });
  }

  #restartLater(exitCode: number, ranMs: number): void {
    this.#state = 'waiting';
    this.#backoffMs = ranMs > STEADY_MS ? FIRST_RESTART_MS : Math.min(this.#backoffMs * 2, LONGEST_RESTART_MS);
    this.#restarts++;
    this.#logger.error('host ended and will be started again', { exitCode, afterMs: this.#backoffMs });
    this.#restartTimer = this.#clock.after(this.#backoffMs, () => this.#launch());
    this.#rejectCalls();
    this.ended.emit();
  }

  #receive(message: FromHost): void {
    switch (message.type) {
      case 'ready':
        if (this.#state !== 'starting') return;
        this.#state = 'running';
        return this.started.emit();
      case 'tell':
        return this.told.emit(message.body);
      case 'log':
        return this.#logger[message.level](message.text, message.fields);
      case 'reply':
        return this.#settle(message.id, (call) => call.resolve(message.result));
      case 'refusal':
        return this.#settle(message.id, (call) => call.reject(NexusError.fromShape(message.error as ErrorShape)));
    }
  }

  #settle(id: number, end: (call: PendingCall) => void): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    call.timer.dispose();
    end(call);
  }

  #rejectCalls(): void {
    for (const id of [...this.#calls.keys()]) this.#settle(id, (call) => call.reject(this.#gone('ended')));
  }

  #gone(what: string): NexusError {
    return new NexusError('NX_HOST_GONE', `The ${this.name} host ${what}.`, { host: this.name });
  }

  #send(message: ToHost, transfer: readonly Transferable[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }
}
