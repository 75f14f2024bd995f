import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { cancelled } from '../link-error.ts';
import type { LinkPeer } from '../link-peer.ts';
import type { Transport, Wire, WireListener } from '../wire.ts';
import type { ByteLine, OpenLine } from './byte-line.ts';
import { RtuWire } from './rtu-wire.ts';

/** A reply that did not come in its time may come as late as this, in timeouts from the end of the request. */
const QUIET_TIMEOUTS = 1.5;
/** How often the silence of a line that goes on talking is waited for again. */
const SILENCES_TRIED = 20;

/**
 * Makes RTU wires over lines of one endpoint. Frames carry no number: a reply that is late would be taken for that of
 * the next request. After a fault a new line therefore stays quiet for 1.5 timeouts, and what comes is thrown away.
 */
export class RtuTransport implements Transport {
  readonly #peer: LinkPeer;
  readonly #clock: Clock;
  readonly #openLine: OpenLine;
  readonly #silenceMs: number;
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  /** @param silenceMs between two frames of the line */
  constructor(peer: LinkPeer, clock: Clock, openLine: OpenLine, silenceMs: number) {
    this.#peer = peer;
    this.#clock = clock;
    this.#openLine = openLine;
    this.#silenceMs = silenceMs;
  }

  disturbed(requestTimeoutMs: number): void {
    this.#quietUntilMs = this.#clock.monoMs() + Math.max(QUIET_TIMEOUTS * requestTimeoutMs, this.#silenceMs);
  }

  async open(listener: WireListener, signal: AbortSignal, timeoutMs: number): Promise<Wire> {
    const { GuardedRtu } = await import('./guarded-rtu.ts');
    const waiting = new QuietListener(this.#clock);
    const line = await this.#openLine(waiting, signal, timeoutMs);
    try {
      await this.#untilQuiet(line, waiting, signal);
    } catch (error) {
      line.destroy();
      await line.closed();
      throw error;
    }
    waiting.handOver(listener);
    return new RtuWire(line, new GuardedRtu((frame) => line.write(frame)));
  }

  async #untilQuiet(line: ByteLine, waiting: QuietListener, signal: AbortSignal): Promise<void> {
    const any = AbortSignal.any([signal, waiting.ended]);
    const rest = async (ms: number): Promise<void> => {
      if (ms > 0) await this.#clock.sleep(ms, any).catch(() => {});
      if (signal.aborted) throw cancelled(this.#peer, signal.reason);
      if (waiting.ended.aborted) throw this.#gone();
    };
    await rest(this.#quietUntilMs - this.#clock.monoMs());
    for (let tried = 0; tried < SILENCES_TRIED; tried++) {
      const silentMs = this.#clock.monoMs() - waiting.heardAtMs;
      if (silentMs >= this.#silenceMs) break;
      await rest(Math.ceil(this.#silenceMs - silentMs));
    }
    await line.flush();
    await rest(0);
  }

  #gone(): NexusError {
    const { place, context } = this.#peer;
    const text = `${place} ended the connection as soon as it stood. Check that no other program uses it.`;
    return new NexusError('NX_NET_REFUSED', text, { ...context });
  }
}

/** Throws away what comes until somebody else listens. */
class QuietListener implements WireListener {
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #target: WireListener | undefined;
  heardAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborted when the line ended before somebody else listened. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  handOver(target: WireListener): void {
    this.#target = target;
  }

  received(chunk: Buffer, count: number): boolean {
    if (this.#target) return this.#target.received(chunk, count);
    this.heardAtMs = this.#clock.monoMs();
    return true;
  }

  lost(cause?: unknown): void {
    if (this.#target) this.#target.lost(cause);
    else this.#ended.abort();
  }
}
