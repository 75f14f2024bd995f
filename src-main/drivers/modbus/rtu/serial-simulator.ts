import { SerialPort } from 'serialport';
import type { SimulatorOptions } from '../../driver.ts';
import { answerRequest } from '../simulated-answer.ts';
import { SimulatedMemory } from '../simulated-memory.ts';
import { rtuFrame } from './crc16.ts';
import { RTU_FRAMING } from './rtu-framing.ts';
import { type SerialConnection, settingsOf } from './serial-connection.ts';
import { openError } from './serial-line.ts';

/** Behind this silence what came before is no part of what comes. */
const FORGET_MS = 50;

/** A device on a serial port, as the specification wants it. */
export interface SerialSimulator {
  close(): Promise<void>;
}

/**
 * Serves the tags as one unit on the serial port of the connection: the other end of a pair of ports, or of a cable.
 * @throws NexusError NX_NET_REFUSED or NX_NET_UNREACHABLE when the port does not open.
 */
export async function serveSerial(options: Omit<SimulatorOptions<SerialConnection>, 'port'>): Promise<SerialSimulator> {
  const { connection, clock } = options;
  const { path, baudRate, dataBits, parity, stopBits } = settingsOf(connection);
  const memory = new SimulatedMemory(options);
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openError(path, error)) : resolve()));
  });
  let pending: Buffer = Buffer.alloc(0);
  let heardAtMs = Number.NEGATIVE_INFINITY;
  port.on('error', () => {});
  port.on('data', (chunk: Buffer) => {
    const nowMs = clock.monoMs();
    pending = nowMs - heardAtMs > FORGET_MS ? chunk : Buffer.concat([pending, chunk]);
    heardAtMs = nowMs;
    for (;;) {
      const taken = RTU_FRAMING.take(pending);
      if (taken.kind === 'incomplete') return;
      pending = taken.kind === 'garbage' ? Buffer.alloc(0) : pending.subarray(taken.length);
      if (taken.kind === 'garbage' || taken.unit !== connection.unit_id) continue;
      const answer = answerRequest(memory, taken.pdu, nowMs);
      const pdu = typeof answer === 'number' ? Buffer.of(taken.pdu[0]! | 0x80, answer) : answer;
      port.write(rtuFrame(Buffer.concat([Buffer.of(taken.unit), pdu])));
    }
  });
  return { close: () => new Promise((resolve) => port.close(() => resolve())) };
}
