import { createServer, type Server, type Socket } from 'node:net';
import { SerialPort } from 'serialport';
import type { Disposable } from '../../../kernel/lifetime.ts';

/** A serial device server for tests: passes bytes on as they are, and those of the line to whoever sent last, late ones too. */
export class DeviceServer implements Disposable {
  readonly host = '127.0.0.1';
  port = 0;
  readonly #line: SerialPort;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #asker: Socket | undefined;

  /** @param path of the serial port where its line begins */
  constructor(path: string) {
    this.#line = new SerialPort({ path, baudRate: 19_200, autoOpen: false });
    this.#line.on('data', (chunk: Buffer) => this.#asker?.write(chunk));
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk) => {
        this.#asker = socket;
        this.#line.write(chunk);
      });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) => this.#line.open((error) => (error ? reject(error) : resolve())));
    await new Promise<void>((resolve) => {
      this.#server.listen(0, this.host, resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    return this;
  }

  async dispose(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    await new Promise<void>((resolve) => {
      this.#line.close(() => resolve());
    });
  }
}
