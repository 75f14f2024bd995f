import type {
  DeviceLatency,
  LatencyView,
  LatencyWindow,
  LinkTransition,
} from '../../src-shared/contract/diagnostics.ts';
import { LATENCY_EDGES_MS, percentileOfBins } from '../../src-shared/domain/latency-bins.ts';
import { REQUEST_KINDS, type RequestKind } from '../../src-shared/domain/request-kind.ts';
import { type NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { LatencyRecord, type LatencySum } from './latency-record.ts';

/** Changes of a link that are kept. */
const TRANSITIONS = 20;

type Step = LinkTransition['to'];

/**
 * What is remembered of one device while its thread runs: how long its requests took, and how its link changed. It
 * outlives the runner, so that a change of the device's settings does not take away what speaks for or against it.
 */
export class DeviceRecord {
  readonly #clock: Clock;
  readonly #kinds = new Map<RequestKind, LatencyRecord>();
  /** Newest last. */
  #transitions: LinkTransition[] = [];
  /** Connections that came about. */
  connects = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Times what is done, whatever becomes of it. Rejects as `work`. */
  async timed<T>(kind: RequestKind, work: () => Promise<T>): Promise<T> {
    const startedMs = this.#clock.monoMs();
    try {
      const result = await work();
      this.answered(kind, this.#clock.monoMs() - startedMs);
      return result;
    } catch (cause) {
      this.unanswered(kind, toNexusError(cause));
      throw cause;
    }
  }

  answered(kind: RequestKind, ms: number): void {
    this.#of(kind).answered(ms);
  }

  /** What was called off is no failure. */
  unanswered(kind: RequestKind, { code }: NexusError): void {
    if (code === 'NX_CANCELLED') return;
    this.#of(kind).unanswered(code === 'NX_DRIVER_TIMEOUT' || code === 'NX_NET_TIMEOUT' ? 'timeout' : 'failed');
  }

  /** Newest first. */
  get transitions(): readonly LinkTransition[] {
    return this.#transitions.toReversed();
  }

  /** The link came to another step. Tries that come to the same again and again are one line, with how often. */
  moved(to: Step, reason: LinkTransition['reason']): void {
    const last = this.#transitions.at(-1);
    const timeUs = this.#clock.wallUs();
    const before = this.#transitions.findLast((one) => one.to !== 'half-open' && one.to !== 'connecting');
    if (last?.to === to && last.reason?.code === reason?.code) this.#replace(last, { ...last, timeUs, reason });
    else if (before?.to === to && to !== 'connected' && before.reason?.code === reason?.code) {
      // What came of the try between them is the same as before: the try itself says nothing more.
      this.#transitions.splice(this.#transitions.indexOf(before) + 1);
      this.#replace(before, { ...before, timeUs, reason, times: before.times + 1 });
    } else this.#transitions = [...this.#transitions, { to, timeUs, times: 1, reason }].slice(-TRANSITIONS);
  }

  /** How long requests took in a window, and in the same of yesterday. */
  latency(window: LatencyWindow): Omit<DeviceLatency, 'intervalsMs'> {
    const kinds = REQUEST_KINDS.flatMap((kind) => {
      const record = this.#kinds.get(kind);
      if (!record) return [];
      const now = window === '24h' ? record.hours(24, 0) : record.lastMinutes(window === '1h' ? 60 : 5);
      const before = window === '24h' ? record.hours(24, 24) : record.hours(1, 24);
      return [{ kind, now: viewOf(now), before: viewOf(before) }];
    });
    return { window, edgesMs: [...LATENCY_EDGES_MS], kinds };
  }

  #replace(one: LinkTransition, by: LinkTransition): void {
    this.#transitions[this.#transitions.indexOf(one)] = by;
  }

  #of(kind: RequestKind): LatencyRecord {
    const record = this.#kinds.get(kind) ?? new LatencyRecord(this.#clock);
    this.#kinds.set(kind, record);
    return record;
  }
}

function viewOf({ counts, maxMs, timeouts, failed }: LatencySum): LatencyView {
  const answers = counts.reduce((sum, count) => sum + count, 0);
  const at = (share: number): number | null => percentileOfBins(counts, share, maxMs);
  return {
    answers,
    counts: [...counts],
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: answers === 0 ? null : maxMs,
    timeouts,
    failed,
  };
}
