import { createServer, type Server, type Socket } from 'node:net';
import type { Disposable } from '../../kernel/lifetime.ts';
import { resetSocket } from '../../kernel/reset-socket.ts';
import { FrameAssembler } from './frame-assembler.ts';

/** What a scripted CPU does with a message: bytes to send, nothing at all, or an end of the connection. */
export type Reaction = Buffer | undefined | 'reset' | 'end';

/** Messages by what they are for. `pdu` is the S7 message, empty for the connect request. */
export type Script = (step: 'connect' | 'setup' | 'job', pdu: Buffer) => Reaction;

export const CONNECT_CONFIRM = Buffer.from('0300001611d00002000100c0010ac1020100c2020201', 'hex');

/** An acknowledgement of this message, in TPKT and COTP. */
export function acknowledge(pdu: Buffer, parameters: string, data: string, error = 0): Buffer {
  const [parameterBytes, dataBytes] = [Buffer.from(parameters, 'hex'), Buffer.from(data, 'hex')];
  const head = Buffer.from('0300000002f08032030000000000000000' + '0000', 'hex');
  head.writeUInt16BE(head.length + parameterBytes.length + dataBytes.length, 2);
  head.writeUInt16BE(pdu.readUInt16BE(4), 11);
  head.writeUInt16BE(parameterBytes.length, 13);
  head.writeUInt16BE(dataBytes.length, 15);
  head.writeUInt16BE(error, 17);
  return Buffer.concat([head, parameterBytes, dataBytes]);
}

/** What a CPU with this PDU size says to Setup Communication. */
export function acceptSetup(pdu: Buffer, pduSize = 240): Buffer {
  return acknowledge(pdu, `f000000100 01${pduSize.toString(16).padStart(4, '0')}`.replace(' ', ''), '');
}

/** A peer that makes connections as a CPU does and otherwise does what a test says. */
export class ScriptedCpu implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  /** Jobs that came, newest last. */
  readonly jobs: Buffer[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, this.host, resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  get open(): number {
    return this.#sockets.size;
  }

  /** Sends bytes that nobody asked for over every connection. */
  send(bytes: Buffer): void {
    for (const socket of this.#sockets) socket.write(bytes);
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) resetSocket(socket);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const assembler = new FrameAssembler();
    socket.on('data', (chunk) => {
      assembler.push(chunk, ({ type, payload }) => {
        const isJob = type === 0xf0 && payload[10] !== 0xf0;
        if (isJob) this.jobs.push(Buffer.from(payload));
        const step = type !== 0xf0 ? 'connect' : isJob ? 'job' : 'setup';
        const reaction = this.#script(step, step === 'connect' ? Buffer.alloc(0) : payload);
        if (reaction === 'reset') resetSocket(socket);
        else if (reaction === 'end') socket.end();
        else if (reaction) socket.write(reaction);
        return !socket.destroyed;
      });
    });
  }
}

/** Makes connections, and answers jobs with what it is given. */
export function answering(job: (pdu: Buffer) => Reaction, pduSize = 240): Script {
  return (step, pdu) => {
    if (step === 'connect') return CONNECT_CONFIRM;
    return step === 'setup' ? acceptSetup(pdu, pduSize) : job(pdu);
  };
}
