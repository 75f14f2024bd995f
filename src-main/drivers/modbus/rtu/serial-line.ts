import { isMainThread } from 'node:worker_threads';
import type { SerialPort } from 'serialport';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { cancelled } from '../link-error.ts';
import { serialPeer } from '../link-peer.ts';
import type { WireListener } from '../wire.ts';
import type { ByteLine, OpenLine } from './byte-line.ts';
import { relayedLine } from './relayed-line.ts';
import type { SerialSettings } from './serial-settings.ts';
import { tellHangUps } from './tell-hang-ups.ts';

/** A serial port of this computer, by the native code of serialport. */
class SerialLine implements ByteLine {
  readonly frameLink = undefined;
  readonly #port: SerialPort;
  #closing: Promise<void> | undefined;

  constructor(port: SerialPort) {
    this.#port = port;
  }

  get isStanding(): boolean {
    return this.#closing === undefined && this.#port.isOpen;
  }

  write(bytes: Uint8Array): void {
    this.#port.write(Buffer.from(bytes));
  }

  flush(): Promise<void> {
    return new Promise((resolve) => this.#port.flush(() => resolve()));
  }

  destroy(): void {
    void this.closed();
  }

  closed(): Promise<void> {
    this.#closing ??= closePort(this.#port);
    return this.#closing;
  }
}

/** Resolves when the port is closed, also where it was not open or was pulled out. */
function closePort(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.closing) port.once('close', () => resolve());
    else port.close(() => resolve());
  });
}

/** @param settings of the line; every device on it has the same */
export function serialLine(settings: SerialSettings): OpenLine {
  return isMainThread ? directLine(settings) : relayedLine(settings);
}

/** Opens a port in the main thread: nowhere else does serialport work. */
export function directLine(settings: SerialSettings): OpenLine {
  const { path, baudRate, dataBits, parity, stopBits } = settings;
  return async (listener, signal) => {
    if (signal.aborted) throw cancelled(serialPeer(path), signal.reason);
    const { SerialPort } = await import('serialport');
    const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
    await new Promise<void>((resolve, reject) => {
      port.open((error) => (error ? reject(openError(path, error)) : resolve()));
    });
    tellHangUps(port);
    listen(port, listener);
    const line = new SerialLine(port);
    if (!signal.aborted) return line;
    await line.closed();
    throw cancelled(serialPeer(path), signal.reason);
  };
}

function listen(port: SerialPort, listener: WireListener): void {
  port.on('data', (chunk: Buffer) => void listener.received(chunk, chunk.length));
  port.on('error', (error: Error) => listener.lost(error));
  // A port that was pulled out ends, or closes with the reason.
  port.on('end', () => listener.lost());
  port.on('close', (error: Error | null) => listener.lost(error ?? undefined));
}

/** What serialport says when a port does not open; it has no codes, only texts of the operating system. */
export function openError(path: string, cause: Error): NexusError {
  const said = cause.message.replace(/^Error:?\s*/, '');
  const fault = (code: 'NX_NET_REFUSED' | 'NX_NET_UNREACHABLE', text: string): NexusError =>
    new NexusError(code, `${text} (${said})`, { path }, { cause });
  if (/no such file|file not found|no such device|cannot find/i.test(said))
    return fault('NX_NET_UNREACHABLE', `There is no serial port ${path} on this computer. Plug in the adapter.`);
  if (/lock|busy|temporarily unavailable/i.test(said))
    return fault(
      'NX_NET_REFUSED',
      `${path} is in use by another program on this computer. Close it or choose another port.`,
    );
  if (/permission denied/i.test(said))
    return fault('NX_NET_REFUSED', `${path} may not be opened by this user. Add the user to the group dialout.`);
  if (/access( is)? denied/i.test(said))
    return fault('NX_NET_REFUSED', `${path} is used by another program or not allowed. Close other programs first.`);
  return fault('NX_NET_UNREACHABLE', `${path} did not open as a serial port. Check the path and the settings.`);
}
