import { Worker } from 'node:worker_threads';
import { formatDuration } from '../../src-shared/domain/duration.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { ProbeStep } from '../drivers/driver.ts';
import { reasonOf } from '../drivers/probe-step.ts';
import type { ScanEvent } from '../drivers/scan.ts';
import type { Clock } from '../kernel/clock.ts';
import { eventStream } from '../kernel/event-stream.ts';
import type { FromHost } from '../kernel/host-port.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { FromProbe, Inquiry, ProbeJob } from './probe-work.ts';

/** Each is a thread and a connection: more at once are a scan, not a test. */
const MAX_PROBES = 4;
/** Longer than the longest timeouts of one device together are worth waiting for. */
const DEADLINE_MS = 120_000;
/** A peer may send what it likes: what it makes us keep ends here, and the thread with it. */
const MEMORY_MB = 160;
/** A resolver that is asked cannot be called off: its thread ends when it answers, and nobody waits that long. */
const END_PATIENCE_MS = 2_000;
/** Steps that wait for a slow reader. */
const STEPS_KEPT = 100;
/** A scan of 10,000 addresses at its pace, with pauses behind silent ones, ends in this time. */
const SCAN_DEADLINE_MS = 3_600_000;
/** Blocks of rows that wait for a slow reader: all of the longest scan. */
const ROWS_KEPT = 30_000;

export interface ProbeThreadsOptions {
  /** The entry file of the thread. */
  readonly url: URL;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly deadlineMs?: number;
  /** Given to each test. */
  readonly folder?: string | undefined;
}

const tooMany = (): NexusError =>
  new NexusError(
    'NX_PROBE_BUSY',
    `${MAX_PROBES} connection tests and scans are running on this gateway already. Nothing was sent. Wait until one of them has ended.`,
    { running: MAX_PROBES },
  );

const cancelled = (): NexusError => new NexusError('NX_CANCELLED', 'The question to the device was called off.');

type ProbeEvent = FromProbe | { readonly type: 'gone' } | { readonly type: 'late' };

/**
 * Runs connection tests, each in a thread of its own that ends with it: whatever a peer does to us, it does it there.
 */
export class ProbeThreads implements Disposable {
  readonly #options: ProbeThreadsOptions;
  readonly #deadlineMs: number;
  readonly #threads = new Set<Worker>();

  constructor(options: ProbeThreadsOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  /** Threads that have not ended. */
  get running(): number {
    return this.#threads.size;
  }

  /**
   * The steps of one test as they come. Ends after the last step and when the signal is aborted; the thread and its
   * connection have ended then. A step that was under way when the thread died or the deadline passed fails.
   *
   * @throws NexusError NX_PROBE_BUSY when as many tests run as may run, and what the driver throws.
   */
  async *run(job: ProbeJob, signal: AbortSignal): AsyncGenerator<ProbeStep> {
    let open: ProbeStep | undefined;
    for await (const event of this.#events(job, signal, this.#deadlineMs)) {
      if (event.type === 'step') {
        open = event.step.state === 'running' ? event.step : undefined;
        yield event.step;
      }
      const fault = this.#faultOf(event, this.#deadlineMs);
      if (fault && !open) throw fault;
      if (fault && open) yield { ...open, state: 'fail', reason: reasonOf(fault) };
    }
  }

  /**
   * What one scan comes across, as it does. Ends with it and when the signal is aborted; the thread and its connection
   * have ended then.
   *
   * @throws NexusError NX_PROBE_BUSY as above, and what the driver throws.
   */
  async *scan(job: ProbeJob, signal: AbortSignal): AsyncGenerator<ScanEvent> {
    for await (const event of this.#events(job, signal, SCAN_DEADLINE_MS)) {
      if (event.type === 'scan') yield event.event;
      const fault = this.#faultOf(event, SCAN_DEADLINE_MS);
      if (fault) throw fault;
    }
  }

  /** Ends with what is the last thing told. */
  async *#events(job: ProbeJob, signal: AbortSignal, deadlineMs: number): AsyncGenerator<ProbeEvent> {
    if (this.#threads.size >= MAX_PROBES) throw tooMany();
    if (signal.aborted) return;
    const keep = job.scan ? ROWS_KEPT : STEPS_KEPT;
    const start = (tell: (event: ProbeEvent) => void): Disposable => this.#start(job, deadlineMs, tell);
    for await (const event of eventStream<ProbeEvent>(start, signal, undefined, keep)) {
      yield event;
      if (event.type === 'end' || event.type === 'gone' || event.type === 'late') return;
    }
  }

  /**
   * The answer to the job's inquiry. The thread and its connection have ended then.
   * @throws NexusError NX_PROBE_BUSY, NX_CANCELLED, and what the driver throws.
   */
  async ask(job: ProbeJob & { readonly inquiry: Inquiry }, signal: AbortSignal): Promise<unknown> {
    for await (const event of this.#events(job, signal, this.#deadlineMs)) {
      if (event.type === 'answer') return event.answer;
      const fault = this.#faultOf(event, this.#deadlineMs);
      if (fault) throw fault;
    }
    throw cancelled();
  }

  /** Ends every test. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)));
  }

  #start(job: ProbeJob, deadlineMs: number, tell: (event: ProbeEvent) => void): Disposable {
    const thread = new Worker(this.#options.url, {
      name: 'probe',
      workerData: { ...job, folder: this.#options.folder },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#threads.add(thread);
    thread.on('message', (message: FromHost) => {
      if (message.type === 'tell') tell(message.body as FromProbe);
    });
    thread.on('error', (error) =>
      this.#options.logger.warn('a connection test ended its thread', { error: String(error) }),
    );
    thread.once('exit', () => {
      this.#threads.delete(thread);
      tell({ type: 'gone' });
    });
    const deadline = this.#options.clock.after(deadlineMs, () => tell({ type: 'late' }));
    return {
      dispose: () => {
        deadline.dispose();
        return this.#end(thread);
      },
    };
  }

  #faultOf(event: ProbeEvent, deadlineMs: number): NexusError | undefined {
    if (event.type === 'step' || event.type === 'scan' || event.type === 'answer') return undefined;
    if (event.type === 'end') return event.error && NexusError.fromShape(event.error);
    if (event.type === 'gone')
      return new NexusError(
        'NX_HOST_GONE',
        'The test ended by itself, as the peer made it do what it cannot. Nothing else was harmed.',
      );
    const limit = formatDuration(deadlineMs);
    return new NexusError(
      'NX_DRIVER_TIMEOUT',
      `The test did not end within ${limit}. Use shorter timeouts, then test again.`,
    );
  }

  /** Ends the thread, and with it whatever it has open. */
  async #end(thread: Worker): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const patience = this.#options.clock.after(END_PATIENCE_MS, resolve);
    void thread.terminate().then(() => resolve());
    await promise;
    patience.dispose();
  }
}
