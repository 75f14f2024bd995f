import type { FrameLink } from '../../frame-listener.ts';
import type { ReplyVerdict } from '../reply.ts';
import type { ModbusRequest } from '../request.ts';
import type { Wire } from '../wire.ts';
import type { ByteLine } from './byte-line.ts';
import type { GuardedRtu } from './guarded-rtu.ts';
import { inspectRtuReply, RTU_OFFSET } from './rtu-reply.ts';

/** RTU frames over a line: held against the request here first, then by modbus-serial. */
export class RtuWire implements Wire {
  readonly replyOffset = RTU_OFFSET;
  readonly #line: ByteLine;
  readonly #modbus: GuardedRtu;

  constructor(line: ByteLine, modbus: GuardedRtu) {
    this.#line = line;
    this.#modbus = modbus;
  }

  get frameLink(): FrameLink | undefined {
    return this.#line.frameLink;
  }

  get isStanding(): boolean {
    return this.#line.isStanding;
  }

  send(request: ModbusRequest, onFrame: (bytes: Uint8Array) => void): void {
    this.#modbus.send(request, onFrame);
  }

  inspect(bytes: Buffer, length: number, request: ModbusRequest): ReplyVerdict {
    const verdict = inspectRtuReply(bytes, length, request);
    if (verdict !== 'data' && verdict !== 'exception') return verdict;
    return this.#modbus.agrees(Buffer.from(bytes.subarray(RTU_OFFSET, length)), verdict) ? verdict : 'second-look';
  }

  destroy(): void {
    this.#modbus.end();
    this.#line.destroy();
  }

  closed(): Promise<void> {
    return this.#line.closed();
  }
}
