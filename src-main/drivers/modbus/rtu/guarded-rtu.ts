import modbusSerial from 'modbus-serial';
import type { ReplyVerdict } from '../reply.ts';
import type { ModbusRequest } from '../request.ts';
import { ModbusPort } from './modbus-port.ts';

/** modbus-serial has no deadline unless it is set; ours, 60 s at most, always comes first. */
const LAST_DEADLINE_MS = 90_000;

// The package is a CommonJS module whose types say that it has a default export.
const ModbusRTU = modbusSerial as unknown as typeof modbusSerial.default;

/**
 * modbus-serial 8.0.25 with one request in flight and a port of ours: it builds the frame of a request and is the
 * second to judge a reply. It is never given an address it could misread, dials nothing and never reconnects
 * (README, “modbus-serial and its guard”).
 */
export class GuardedRtu extends ModbusRTU {
  readonly #port: ModbusPort;
  #verdict: 'data' | 'exception' | undefined;
  #onFrame: (bytes: Uint8Array) => void = () => {};

  /** @param write puts a frame on the line */
  constructor(write: (frame: Buffer) => void) {
    const port = new ModbusPort((frame) => {
      this.#onFrame(frame);
      write(frame);
    });
    super(port);
    this.#port = port;
    this.setTimeout(LAST_DEADLINE_MS);
    this.open(() => {});
  }

  /** Sends unit, function and data of a request as a frame. @param onFrame gets the frame right before it goes */
  send({ bytes, unitId, functionCode }: ModbusRequest, onFrame: (bytes: Uint8Array) => void): void {
    this.#onFrame = onFrame;
    this.#verdict = undefined;
    const data = bytes.subarray(8) as unknown as number[];
    this.writeCustomFC(unitId, functionCode, data, (error: unknown) => {
      const isException = error instanceof Error && 'modbusCode' in error;
      this.#verdict = isException ? 'exception' : error ? undefined : 'data';
    });
  }

  /** Whether modbus-serial too takes this frame for the reply. @param frame held against the request before */
  agrees(frame: Buffer, verdict: ReplyVerdict): boolean {
    this.#port.emit('data', frame);
    return this.#verdict === verdict;
  }

  /** Ends its timers. */
  end(): void {
    this.destroy(() => {});
  }

  /** It would ask for the next objects by itself, unasked, and end the process where they do not come. */
  writeFC43(): void {
    this.#verdict = 'data';
  }
}
