import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FrameListener } from '../driver.ts';
import { cancelled, disconnected } from './link-error.ts';
import type { LinkPeer } from './link-peer.ts';
import type { ModbusRequest } from './request.ts';
import type { ConnectTiming, SharedClient } from './shared-client.ts';
import type { Asker } from './strict-client.ts';

export interface LeaseOptions extends ConnectTiming {
  readonly requestTimeoutMs: number;
  readonly onFrame: FrameListener | undefined;
}

/**
 * One device's part of a connection. It ends with the device's own fault and with `close`; the fault of another device
 * closes the connection and leaves the lease as it is: the device is stranded and may open at once.
 */
export class ClientLease implements Asker {
  readonly requestTimeoutMs: number;
  readonly onFrame: FrameListener | undefined;
  readonly #timing: ConnectTiming;
  readonly #shared: SharedClient;
  #isHeld = false;
  #opening: AbortController | undefined;
  /** What ended the lease, where it was not let go for good. */
  #lost: NexusError | undefined;

  constructor(shared: SharedClient, options: LeaseOptions) {
    this.#shared = shared;
    this.#timing = options;
    this.requestTimeoutMs = options.requestTimeoutMs;
    this.onFrame = options.onFrame;
  }

  get peer(): LinkPeer {
    return this.#shared.client.peer;
  }

  /** The last reply, from byte 0 of Modbus TCP's header; valid until the next request of whomever. */
  get reply(): DataView {
    return this.#shared.client.reply;
  }

  /** When the last request over the connection had its end, monotonic ms. */
  get repliedAtMs(): number {
    return this.#shared.client.repliedAtMs;
  }

  /**
   * The connection was lost through a request of another device, or while several held it and none had a request. A
   * device that is alone on its connection is told of such a loss by its next request.
   */
  get isStranded(): boolean {
    const { client, isShared } = this.#shared;
    if (!this.#isHeld || client.isStanding) return false;
    return client.isLostByAsker || (isShared && client.obstacle?.code === 'NX_DRIVER_DISCONNECTED');
  }

  /** False while `open` makes no connection of its own. */
  get dials(): boolean {
    return !this.#shared.client.isStanding && !this.#shared.isDialling && !this.#knownFault;
  }

  /** Why nothing can be sent now. While undefined, `request` sends. */
  get obstacle(): NexusError | undefined {
    const { client } = this.#shared;
    return this.#isHeld ? client.obstacle : (this.#lost ?? disconnected(client.peer));
  }

  /**
   * Takes part in the connection; makes it where there is none, or where nobody else holds it. Rejects with NX_NET_* or
   * NX_CANCELLED; only the latter leaves a stranded device stranded. Where another one has tried in vain since it was
   * lost, that is told without another try: a dead peer would keep each of them waiting in turn.
   */
  async open(signal: AbortSignal): Promise<void> {
    const known = this.#knownFault;
    if (known) {
      await this.close();
      throw known;
    }
    const wasStranded = this.isStranded;
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    try {
      if (this.#isHeld && !wasStranded) await this.#release();
      this.#shared.hold(this);
      await this.#shared.connect(AbortSignal.any([signal, opening.signal]), this.#timing);
      if (opening.signal.aborted) throw cancelled(this.#shared.client.peer);
      this.#isHeld = true;
      this.#lost = undefined;
    } catch (cause) {
      const error = toNexusError(cause);
      if (!wasStranded || error.code !== 'NX_CANCELLED') this.#end();
      throw error;
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  /** Rejects as `StrictClient.request`; the lease has ended then. */
  request(request: ModbusRequest): Promise<number> {
    if (this.#isHeld) return this.#shared.client.request(request, this);
    return Promise.reject(this.obstacle!);
  }

  /** Rejects as `StrictClient.requestTogether`; the lease has ended then. */
  requestTogether(requests: readonly ModbusRequest[], onReply: (at: number, code: number) => void): Promise<void> {
    if (this.#isHeld) return this.#shared.client.requestTogether(requests, this, onReply);
    return Promise.reject(this.obstacle!);
  }

  /** Told by the client: this device's fault closed the connection. */
  lost(error: NexusError): void {
    this.#lost = error;
    this.#end();
  }

  /**
   * Ends the lease. A request or connect of this device under way ends with NX_CANCELLED or the error given, and the
   * connection with it: the reply would be taken for another's. Otherwise the connection stays for who else holds it.
   */
  async close(reason?: NexusError): Promise<void> {
    this.#opening?.abort();
    await this.#release(reason);
  }

  /** A connect that another holder tried in vain since this one was stranded. */
  get #knownFault(): NexusError | undefined {
    return this.#isHeld && !this.#shared.client.isStanding ? this.#shared.dialFault : undefined;
  }

  async #release(reason?: NexusError): Promise<void> {
    const { client } = this.#shared;
    if (client.isAsking(this)) await client.close(reason);
    this.#lost = reason;
    this.#isHeld = false;
    await this.#shared.letGo(this);
  }

  #end(): void {
    this.#isHeld = false;
    void this.#shared.letGo(this);
  }
}
