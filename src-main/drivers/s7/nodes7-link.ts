import type { Socket } from 'node:net';
import NodeS7 from 'nodes7';
import { COTP, FrameAssembler, type IsoMessage } from './frame-assembler.ts';
import { readSetup } from './setup-reply.ts';

/** How far a connection came. */
export type LinkPhase = 'tcp' | 'iso' | 'setup' | 'open';

/** Why a connection ended by itself. */
export interface LinkLoss {
  readonly phase: LinkPhase;
  /** What the peer sent that breaks the protocol, in words behind “sent”. */
  readonly seen?: string;
  /** The CPU's own answer was no. */
  readonly isRefused?: boolean;
  readonly cause?: Error;
}

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly localTsap: number;
  readonly remoteTsap: number;
  /** PDU size to ask for. */
  readonly pduSize: number;
  /** Requests in flight to ask for. */
  readonly parallel: number;
  /** nodes7's own deadline, behind ours. */
  readonly timeoutMs: number;
  /** Whether a reply is due. Nothing else may come. */
  readonly isExpecting: () => boolean;
  readonly onPhase: (phase: LinkPhase) => void;
  /** @param pdu from its first byte, 0x32; valid until the next one. */
  readonly onPdu: (pdu: Buffer) => void;
  readonly onFrame: (direction: 'sent' | 'received', bytes: Buffer) => void;
  /** Once, after which nothing else is told. The socket is destroyed. */
  readonly onLost: (loss: LinkLoss) => void;
}

/** What nodes7 reads of a connect confirm and of a setup reply; the true ones were checked by us before. */
const CONNECT_CONFIRM = Buffer.from('0300001611d00002000100c0010ac1020100c2020102', 'hex');
const SETUP_REPLY = Buffer.from('0300001b02f080320300000000000800000000f0000001000100f0', 'hex');

/**
 * The ISO connection of nodes7 0.3.18 and nothing else of it: it dials, asks for the connection and for the PDU size.
 * Its handlers get frames that were put together and checked here, its timers and reconnects are switched off, and its
 * reading and writing are never called (README, “nodes7 and its guard”).
 */
export class Nodes7Link extends NodeS7 {
  readonly #options: LinkOptions;
  readonly #assembler = new FrameAssembler();
  #phase: LinkPhase = 'tcp';
  #isOver = false;
  #cause: Error | undefined;
  /** As agreed with the CPU; 0 before. */
  pduSize = 0;
  /** Requests that the CPU takes at once. */
  parallel = 1;

  constructor(options: LinkOptions) {
    super({ silent: true });
    this.#options = options;
    this.requestMaxPDU = options.pduSize;
    this.requestMaxParallel = options.parallel;
  }

  dial(): void {
    const { host, port, localTsap, remoteTsap, timeoutMs } = this.#options;
    const place = { host, port, localTSAP: localTsap, remoteTSAP: remoteTsap };
    this.initiateConnection({ ...place, noDelay: true, timeout: timeoutMs }, () => {});
    // nodes7 takes away listeners of errors on its way; whatever it does, the close is told to us.
    this.socket.on('close', () => this.#lost({}));
    this.socket.on('error', (error) => this.#failed(error));
  }

  get socket(): Socket {
    return this.isoclient!;
  }

  /** Sends one frame. @returns false when the connection is gone and nothing was sent. */
  send(frame: Buffer): boolean {
    if (this.#isOver || this.socket.destroyed) return false;
    this.socket.write(frame);
    return true;
  }

  /** Destroys the socket; `onLost` is not called. Resolves when it is closed. */
  async destroy(): Promise<void> {
    this.#isOver = true;
    this.#disarm();
    const { socket } = this;
    socket.destroy();
    if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  }

  override onTCPConnect(): void {
    if (this.#isOver) return;
    this.#enter('iso');
    this.#telling(() => super.onTCPConnect());
    this.#disarm();
  }

  override onISOConnectReply(data: Buffer): void {
    this.#received(data);
  }

  override onPDUReply(data: Buffer): void {
    this.#received(data);
  }

  override onResponse(data: Buffer): void {
    this.#received(data);
  }

  override connectError(error: Error): void {
    this.#failed(error);
  }

  override readWriteError(error: Error): void {
    this.#failed(error);
  }

  override onClientDisconnect(): void {
    this.socket.destroy();
  }

  override onClientClose(): void {}

  /** nodes7 would call us dead and dial again in two seconds; sessions decide that here. */
  override packetTimeout(): void {}

  /** Called by nodes7 where it is in doubt. */
  override connectionReset(): void {
    this.#lost({ seen: 'what nodes7 does not take' });
  }

  #received(data: Buffer): void {
    if (this.#isOver) return;
    try {
      const fault = this.#assembler.push(data, (message) => {
        this.#options.onFrame('received', message.frame);
        this.#take(message);
        return !this.#isOver;
      });
      if (fault !== undefined) {
        this.#options.onFrame('received', data);
        this.#lost({ seen: fault });
      } else if (this.#phase === 'open' && !this.#assembler.isEmpty && !this.#options.isExpecting()) {
        this.#lost({ seen: `${data.length} bytes that nobody asked for` });
      }
    } catch (cause) {
      this.#lost({ seen: 'bytes that could not be read', cause: cause as Error });
    }
  }

  #take({ type, payload }: IsoMessage): void {
    if (type === COTP.disconnectRequest) {
      this.#lost({ isRefused: true });
      return;
    }
    const due = this.#phase === 'iso' ? COTP.connectConfirm : COTP.data;
    if (type !== due) {
      this.#lost({ seen: `COTP 0x${type.toString(16)}, due 0x${due.toString(16)}` });
      return;
    }
    if (this.#phase === 'iso') this.#confirmed(payload);
    else if (this.#phase === 'setup') this.#setUp(payload);
    else this.#options.onPdu(payload);
  }

  /** @param payload destination and source reference, class, parameters */
  #confirmed(payload: Buffer): void {
    if (payload.length < 5) {
      this.#lost({ seen: `a connect confirm of ${payload.length} bytes` });
      return;
    }
    this.#enter('setup');
    this.#telling(() => super.onISOConnectReply(CONNECT_CONFIRM));
    this.#disarm();
  }

  #setUp(payload: Buffer): void {
    const setup = readSetup(payload);
    if (typeof setup === 'string') {
      this.#lost({ seen: setup });
      return;
    }
    if (setup === undefined) {
      this.#lost({ isRefused: true });
      return;
    }
    // A CPU may answer with less than was asked for; more is not used.
    this.pduSize = Math.min(setup.pduSize, this.#options.pduSize);
    this.parallel = Math.max(1, Math.min(setup.parallel, this.#options.parallel));
    const reply = Buffer.from(SETUP_REPLY);
    reply.writeUInt16BE(this.pduSize, 25);
    super.onPDUReply(reply);
    this.#disarm();
    this.socket.on('error', (error) => this.#failed(error));
    this.#enter('open');
  }

  /** What nodes7 sends by itself, within `call`, is told as our own frames are. */
  #telling(call: () => void): void {
    const { socket } = this;
    const write = socket.write.bind(socket) as (bytes: Buffer) => boolean;
    socket.write = (bytes: Buffer | Uint8Array | string): boolean => {
      this.#options.onFrame('sent', bytes as Buffer);
      return write(bytes as Buffer);
    };
    try {
      call();
    } finally {
      Reflect.deleteProperty(socket, 'write');
    }
  }

  #enter(phase: LinkPhase): void {
    this.#phase = phase;
    this.#options.onPhase(phase);
  }

  /** Told before the close that follows. */
  #failed(error: Error): void {
    this.#cause ??= error;
    this.socket.destroy();
  }

  #lost(loss: Omit<LinkLoss, 'phase'>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#disarm();
    this.socket.destroy();
    this.#options.onLost({ ...(this.#cause && { cause: this.#cause }), ...loss, phase: this.#phase });
  }

  #disarm(): void {
    clearTimeout(this.connectTimeout);
    clearTimeout(this.PDUTimeout);
  }
}
