import { EventEmitter } from 'node:events';

/**
 * The port that modbus-serial gets: what it writes goes to the line, and it hears only of frames that were held against
 * the request before. One transaction at a time, so that its ids never count.
 */
export class ModbusPort extends EventEmitter {
  /** modbus-serial sets both; they stay the same, as one request is under way at most. */
  _transactionIdRead = 1;
  _transactionIdWrite = 1;
  isOpen = true;
  readonly #write: (frame: Buffer) => void;

  constructor(write: (frame: Buffer) => void) {
    super();
    this.#write = write;
  }

  open(callback: () => void): void {
    callback();
  }

  close(callback?: () => void): void {
    this.isOpen = false;
    callback?.();
  }

  destroy(): void {
    this.isOpen = false;
  }

  write(frame: Buffer): void {
    this.#write(frame);
  }
}
