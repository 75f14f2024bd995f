import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import type { Simulator, SimulatorFault, SimulatorOptions } from '../driver.ts';
import { closeServer, listenFrom } from '../listen-on.ts';
import { MBAP_FRAMING, type ServerFraming } from './server-framing.ts';
import { answerRequest } from './simulated-answer.ts';
import { SimulatedMemory } from './simulated-memory.ts';
import type { UnitConnection } from './unit-connection.ts';

const HOST = '127.0.0.1';
const FRAMES_KEPT = 1_000;
/** Behind the usual timeout of a request, 1 s. */
const DELAY_MS = 2_500;
const READ_FUNCTIONS = 4;
/** How a device says that it does none of it. */
const NO_SUCH_FUNCTION = 1;

/** A Modbus device on loopback that answers as the specification wants it, unless it is told to act out a fault. */
class ModbusSimulator implements Simulator {
  readonly host = HOST;
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #memory: SimulatedMemory;
  readonly #unitId: number;
  readonly #framing: ServerFraming;
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #frames: Uint8Array[] = [];
  #frameCount = 0;
  #fault: SimulatorFault = 'none';

  constructor(options: SimulatorOptions<UnitConnection>, framing: ServerFraming) {
    this.#framing = framing;
    this.#memory = new SimulatedMemory(options);
    this.#unitId = options.connection.unit_id;
    this.#clock = options.clock;
    this.#delayMs = options.delayMs ?? 0;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  async listen(port: number): Promise<void> {
    this.port = await listenFrom(this.#server, HOST, port);
  }

  async setFault(fault: SimulatorFault): Promise<void> {
    this.#fault = fault;
    if (fault === 'rst' || fault === 'refuse') this.#resetAll();
    if (fault === 'refuse') await closeServer(this.#server);
    else if (!this.#server.listening) await this.listen(this.port);
    // A pulled cable: requests wait unread, and are answered late when the cable is back.
    for (const socket of this.#sockets) if (fault === 'unplug') socket.pause();
    if (fault === 'none') for (const socket of this.#sockets) socket.resume();
  }

  frames(): readonly Uint8Array[] {
    const oldest = this.#frameCount % FRAMES_KEPT;
    return this.#frameCount <= FRAMES_KEPT
      ? [...this.#frames]
      : [...this.#frames.slice(oldest), ...this.#frames.slice(0, oldest)];
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
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      pending = this.#take(socket, pending);
    });
    socket.on('drain', () => {
      if (this.#fault !== 'unplug') socket.resume();
    });
    if (this.#fault === 'unplug') socket.pause();
  }

  /** Answers every whole request. @returns the bytes of the one that is not complete yet */
  #take(socket: Socket, bytes: Buffer): Buffer {
    let rest = bytes;
    for (;;) {
      const taken = this.#framing.take(rest);
      if (taken.kind === 'incomplete') return rest;
      if (taken.kind === 'garbage') {
        if (taken.closes) socket.destroy();
        return Buffer.alloc(0);
      }
      this.#serve(socket, rest.subarray(0, taken.length), taken.unit, taken.pdu);
      rest = rest.subarray(taken.length);
    }
  }

  #serve(socket: Socket, request: Buffer, unit: number, pdu: Buffer): void {
    this.#frames[this.#frameCount++ % FRAMES_KEPT] = Uint8Array.from(request);
    if (this.#fault === 'rst') resetSocket(socket);
    if (this.#fault !== 'none' && this.#fault !== 'delay' && this.#fault !== 'deny') return;
    const answer = this.#answer(unit, pdu);
    if (answer === undefined) return;
    const body = typeof answer === 'number' ? Buffer.of(pdu[0]! | 0x80, answer) : answer;
    const reply = this.#framing.reply(request, body);
    if (this.#fault === 'delay' && pdu[0]! > READ_FUNCTIONS) this.#sendLate(socket, reply, DELAY_MS);
    else if (this.#delayMs > 0) this.#sendLate(socket, reply, this.#delayMs);
    // A peer that does not read its replies is not read from either.
    else if (!socket.write(reply)) socket.pause();
  }

  #sendLate(socket: Socket, reply: Buffer, afterMs: number): void {
    const drop = (): void => void timer.dispose();
    const timer = this.#clock.after(afterMs, () => {
      socket.off('close', drop);
      socket.write(reply);
    });
    socket.once('close', drop);
  }

  /** The reply without its frame, an exception code, or nothing. */
  #answer(unit: number, pdu: Buffer): Buffer | number | undefined {
    if (unit !== this.#unitId) return this.#framing.absentUnit;
    if (this.#fault === 'deny') return NO_SUCH_FUNCTION;
    return answerRequest(this.#memory, pdu, this.#clock.monoMs());
  }
}

/**
 * Starts a twin of the device that the tags describe. A tag that was written keeps what was written; the others follow
 * `value`. It answers 01 for functions it does not have, 02 where no tag is, 03 for a count or value outside the
 * limits, 04 when a value does not fit its type, 0B for other unit ids.
 */
export function startSimulator(options: SimulatorOptions<UnitConnection>): Promise<Simulator> {
  return startSimulatorWith(options, MBAP_FRAMING);
}

/** The same with frames of another kind. */
export async function startSimulatorWith(
  options: SimulatorOptions<UnitConnection>,
  framing: ServerFraming,
): Promise<Simulator> {
  const simulator = new ModbusSimulator(options, framing);
  await simulator.listen(options.port);
  return simulator;
}
