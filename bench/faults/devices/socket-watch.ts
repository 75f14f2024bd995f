import { clientSockets } from './client-sockets.ts';

const LOOK_MS = 20;

/** Looks again and again at how many sockets there are towards each device. */
export class SocketWatch {
  /** Towards one device at once. */
  most = 0;
  looks = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(ports: ReadonlySet<number>) {
    this.#timer = setInterval(() => {
      this.looks++;
      for (const count of clientSockets(ports).values()) this.most = Math.max(this.most, count);
    }, LOOK_MS);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
