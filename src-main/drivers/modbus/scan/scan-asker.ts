import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import { NexusError, toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { SCAN_PACE_MS } from '../../scan.ts';
import { cancelled } from '../link-error.ts';
import type { ModbusRequest } from '../request.ts';
import type { Asker } from '../strict-client.ts';
import type { UnitConnection } from '../unit-connection.ts';
import type { UnitLink } from '../unit-link.ts';

/** Nobody answered in time, or nothing that can be believed. */
export const SILENT = -1;

/** Faults of one request, after which the next is asked over a new connection. */
const OF_ONE_REQUEST: readonly string[] = ['NX_DRIVER_TIMEOUT', 'NX_DRIVER_PROTOCOL', 'NX_DRIVER_DISCONNECTED'];
/** So many in a row without a byte of an answer, and the peer is said to be gone where it ends every connection. */
const ENDED_IN_A_ROW = 5;

/** Asks one request after another over a connection of its own, at the pace of scans. */
export class ScanAsker {
  readonly #link: UnitLink;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #asker: Asker;
  readonly #paceMs: number;
  readonly #onAbort = (): void => void this.#link.client.close();
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #ended = 0;

  /** @param timeoutMs of each request */
  constructor(link: UnitLink, connection: UnitConnection, timeoutMs: number, clock: Clock, signal: AbortSignal) {
    this.#link = link;
    this.#clock = clock;
    this.#signal = signal;
    this.#asker = { requestTimeoutMs: timeoutMs, onFrame: undefined, lost: () => {} };
    this.#paceMs = Math.max(SCAN_PACE_MS, parseDurationMs(connection.inter_request_delay)!);
    signal.addEventListener('abort', this.#onAbort);
  }

  /** The last reply, where `ask` brought one. */
  get reply(): DataView {
    return this.#link.client.reply;
  }

  /**
   * @returns DATA, an exception code, or SILENT.
   * Rejects with NX_NET_* where there is no connection to be had, and with NX_CANCELLED.
   */
  async ask(request: ModbusRequest): Promise<number> {
    await this.#rest(this.#askedAtMs + this.#paceMs - this.#clock.monoMs());
    const { client } = this.#link;
    if (!client.isStanding) {
      await client.open(this.#signal, this.#link.connectTimeoutMs);
      await this.#rest(this.#link.restMs);
    }
    await this.#rest(client.repliedAtMs + this.#link.silenceMs - this.#clock.monoMs());
    this.#askedAtMs = this.#clock.monoMs();
    try {
      const code = await client.request(request, this.#asker);
      this.#ended = 0;
      return code;
    } catch (cause) {
      return this.#judge(toNexusError(cause));
    }
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    await this.#link.client.close();
  }

  #judge(error: NexusError): number {
    const { peer } = this.#link.client;
    if (this.#signal.aborted) throw cancelled(peer, this.#signal.reason);
    if (!OF_ONE_REQUEST.includes(error.code)) throw error;
    this.#ended = error.code === 'NX_DRIVER_DISCONNECTED' ? this.#ended + 1 : 0;
    if (this.#ended < ENDED_IN_A_ROW) return SILENT;
    const text = `${peer.place} ended the connection ${ENDED_IN_A_ROW} times in a row. Check that it serves a second connection, or disable the devices that use it.`;
    throw new NexusError('NX_DRIVER_DISCONNECTED', text, { ...peer.context }, { cause: error });
  }

  async #rest(ms: number): Promise<void> {
    if (ms > 0) await this.#clock.sleep(ms, this.#signal).catch(() => {});
    if (this.#signal.aborted) throw cancelled(this.#link.client.peer, this.#signal.reason);
  }
}
