import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import type { Simulator, SimulatorFault, SimulatorOptions } from '../driver.ts';
import { closeServer, listenFrom } from '../listen-on.ts';
import { type S7Connection, tsapsOf } from './connection.ts';
import { COTP, FrameAssembler, type IsoMessage } from './frame-assembler.ts';
import { FUNCTION, JOB_HEADER } from './request.ts';
import { answerMessage } from './simulated-answer.ts';
import { SimulatedMemory } from './simulated-memory.ts';

const HOST = '127.0.0.1';
const FRAMES_KEPT = 1_000;
/** Behind the usual timeout of a request, 2 s. */
const DELAY_MS = 4_000;
/** What an S7-1500 agrees to. */
const PDU_SIZE = 480;
const CONNECT_REQUEST = 0xe0;

/** An S7 CPU on loopback that answers as one does, unless it is told to act out a fault. */
export class S7Simulator implements Simulator {
  readonly host = HOST;
  port = 0;
  /** False: reading and writing are refused as by a CPU whose PUT/GET is off. */
  isPutGetAllowed = true;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #memory: SimulatedMemory;
  readonly #remoteTsap: number;
  readonly #pduSize: number;
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #hasDirectory: boolean;
  readonly #frames: Uint8Array[] = [];
  #fault: SimulatorFault = 'none';

  constructor({ connection, tags, value, clock, delayMs = 0 }: SimulatorOptions<S7Connection>) {
    this.#memory = new SimulatedMemory(tags, value);
    this.#remoteTsap = tsapsOf(connection).remote;
    this.#pduSize = Math.min(PDU_SIZE, connection.pdu_size);
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#hasDirectory = connection.cpu === 's7-300' || connection.cpu === 's7-400';
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  async listen(port: number): Promise<void> {
    this.port = await listenFrom(this.#server, HOST, port);
  }

  async setFault(fault: SimulatorFault): Promise<void> {
    this.#fault = fault;
    if (fault === 'deny' || fault === 'none') this.isPutGetAllowed = fault === 'none';
    if (fault === 'rst' || fault === 'refuse') this.#resetAll();
    if (fault === 'refuse') await closeServer(this.#server);
    else if (!this.#server.listening) await this.listen(this.port);
    // A pulled cable: requests wait unread, and are answered late when the cable is back.
    for (const socket of this.#sockets) if (fault === 'unplug') socket.pause();
    if (fault === 'none') for (const socket of this.#sockets) socket.resume();
  }

  /** What reads, writes or asks; the messages that make a connection are none of them. */
  frames(): readonly Uint8Array[] {
    return [...this.#frames];
  }

  async close(): Promise<void> {
    this.#resetAll();
    await closeServer(this.#server);
  }

  #resetAll(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const assembler = new FrameAssembler();
    socket.on('data', (chunk) => {
      const fault = assembler.push(chunk, (message) => this.#take(socket, message));
      if (fault !== undefined) socket.destroy();
    });
    socket.on('drain', () => {
      if (this.#fault !== 'unplug') socket.resume();
    });
    if (this.#fault === 'unplug') socket.pause();
  }

  /** @returns whether the connection goes on. */
  #take(socket: Socket, { type, payload, frame }: IsoMessage): boolean {
    if (type === CONNECT_REQUEST) return this.#confirm(socket, payload);
    if (type !== COTP.data) {
      socket.destroy();
      return false;
    }
    const isSetup = payload[JOB_HEADER] === FUNCTION.setup;
    if (!isSetup) {
      if (this.#frames.length === FRAMES_KEPT) this.#frames.shift();
      this.#frames.push(Uint8Array.from(frame));
    }
    if (this.#fault === 'rst') resetSocket(socket);
    if (this.#fault !== 'none' && this.#fault !== 'delay' && this.#fault !== 'deny') return true;
    const answer = answerMessage(payload, {
      memory: this.#memory,
      nowMs: this.#clock.monoMs(),
      pduSize: this.#pduSize,
      isPutGetAllowed: this.isPutGetAllowed,
      hasDirectory: this.#hasDirectory,
    });
    if (!answer) {
      socket.destroy();
      return false;
    }
    const reply = Buffer.concat([Buffer.of(3, 0, 0, 0, 2, COTP.data, 0x80), answer]);
    reply.writeUInt16BE(reply.length, 2);
    if (this.#fault === 'delay' && payload[JOB_HEADER] === FUNCTION.write) this.#sendLate(socket, reply, DELAY_MS);
    else if (this.#delayMs > 0) this.#sendLate(socket, reply, this.#delayMs);
    // A peer that does not read its replies is not read from either.
    else if (!socket.write(reply)) socket.pause();
    return true;
  }

  /** Confirms a connection to the place of this CPU, and has none to any other. */
  #confirm(socket: Socket, payload: Buffer): boolean {
    if (this.#fault === 'silent') return true;
    if (remoteTsapOf(payload) !== this.#remoteTsap) {
      socket.end(Buffer.from([3, 0, 0, 11, 6, COTP.disconnectRequest, 0, 0, 0, 0, 1]));
      return false;
    }
    const confirm = Buffer.concat([Buffer.of(3, 0, 0, 0, 5 + payload.length - 4, COTP.connectConfirm), payload]);
    confirm[4] = confirm.length - 5;
    confirm.writeUInt16BE(confirm.length, 2);
    // Its own reference in the place of ours, and ours where it was answered.
    confirm.writeUInt16BE(payload.readUInt16BE(2), 6);
    confirm.writeUInt16BE(1, 8);
    socket.write(confirm);
    return true;
  }

  #sendLate(socket: Socket, reply: Buffer, afterMs: number): void {
    const drop = (): void => void timer.dispose();
    const timer = this.#clock.after(afterMs, () => {
      socket.off('close', drop);
      socket.write(reply);
    });
    socket.once('close', drop);
  }
}

/** The called TSAP among the parameters of a connect request (ISO 8073, 13.3.4: code 0xC2). */
function remoteTsapOf(payload: Buffer): number | undefined {
  for (let at = 5; at + 2 <= payload.length; at += 2 + payload[at + 1]!)
    if (payload[at] === 0xc2 && payload[at + 1] === 2 && at + 4 <= payload.length) return payload.readUInt16BE(at + 2);
  return undefined;
}

/** Starts a twin of the CPU that the tags describe. A tag that was written keeps what was written; the others follow `value`. */
export async function startSimulator(options: SimulatorOptions<S7Connection>): Promise<S7Simulator> {
  const simulator = new S7Simulator(options);
  await simulator.listen(options.port);
  return simulator;
}
