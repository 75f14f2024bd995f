import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

const readBytes = promisify(read);
/** Nothing is there to be read yet. */
const EMPTY = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/** The parts of serialport's binding on Linux and macOS that are used here. */
interface UnixBinding {
  readonly fd: number | null;
  readonly isOpen: boolean;
  readonly poller: { once(event: 'readable', callback: (error?: Error | null) => void): void };
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
}

/**
 * A port that was pulled out reads nothing, again and again: serialport 13 asks on for ever, at the cost of a whole
 * core, and says nothing until something is written. Here that is the end of the port. Where the binding works in another
 * way (Windows) nothing is changed.
 *
 * @param port open, and not read from yet
 */
export function tellHangUps(port: SerialPort): void {
  const binding = port.port as unknown as UnixBinding;
  if (typeof binding.fd !== 'number' || !binding.poller) return;
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      const bytesRead = await tryRead(binding, buffer, offset, length);
      if (bytesRead === 0) throw Object.assign(new Error('the port was pulled out'), { code: 'EIO', disconnect: true });
      if (bytesRead !== undefined) return { buffer, bytesRead };
      await readable(binding);
    }
  };
}

/** @returns undefined where nothing is there yet */
async function tryRead(
  binding: UnixBinding,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<number | undefined> {
  assertOpen(binding);
  try {
    return (await readBytes(binding.fd!, buffer, offset, length, null)).bytesRead;
  } catch (error) {
    const isEmpty = error instanceof Error && 'code' in error && EMPTY.has(String(error.code));
    if (isEmpty) return undefined;
    throw error;
  }
}

function readable(binding: UnixBinding): Promise<void> {
  // Asked of a port that was closed meanwhile, the native code ends the process.
  assertOpen(binding);
  return new Promise((resolve, reject) => {
    binding.poller.once('readable', (error) => (error ? reject(error) : resolve()));
  });
}

function assertOpen({ isOpen, fd }: UnixBinding): void {
  if (!isOpen || fd === null) throw Object.assign(new Error('Port is not open'), { canceled: true });
}
