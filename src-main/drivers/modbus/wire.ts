import type { FrameLink } from '../frame-listener.ts';
import type { ReplyVerdict } from './reply.ts';
import type { ModbusRequest } from './request.ts';

/** Who hears of a wire. Nothing comes after it was closed. */
export interface WireListener {
  /** @param chunk valid during the call, of which the first `count` bytes count. @returns whether to go on reading */
  received(chunk: Buffer, count: number): boolean;
  /** The wire ended by itself. */
  lost(cause?: unknown): void;
}

/** One connection's life: carries requests and judges what comes back. */
export interface Wire {
  readonly isStanding: boolean;
  /** Its socket, where there is one. */
  readonly frameLink: FrameLink | undefined;
  /** Where replies begin: the six bytes before the unit belong to Modbus TCP, and stay empty on serial lines. */
  readonly replyOffset: number;
  /** Sends a request whose transaction id is set. @param onFrame gets the bytes right before they go over the wire */
  send(request: ModbusRequest, onFrame: (bytes: Uint8Array) => void): void;
  /** Sends several in one go, where their replies can be told apart; left out where they cannot. */
  sendTogether?(requests: readonly ModbusRequest[], onFrame: (bytes: Uint8Array) => void): void;
  /** Where the first reply ends, as far as it came. Needed beside `sendTogether`. */
  firstEnd?(bytes: Buffer, length: number): number;
  /** Holds what came so far against the request; `length` counts from byte 0 of `bytes`. */
  inspect(bytes: Buffer, length: number, request: ModbusRequest): ReplyVerdict;
  /** Ends it at once; nothing is told any more. */
  destroy(): void;
  /** Resolves when nothing of it is left. */
  closed(): Promise<void>;
}

/** How wires of one endpoint come about. */
export interface Transport {
  /** Rejects with NX_NET_* or NX_CANCELLED; nothing is open then. */
  open(listener: WireListener, signal: AbortSignal, timeoutMs: number): Promise<Wire>;
  /** A reply may still be under way, and must not be taken for another's: what comes now is thrown away. */
  disturbed?(requestTimeoutMs: number): void;
}
