import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Disposable } from '../../src-main/kernel/lifetime.ts';

export interface CrowdOrder {
  readonly port: number;
  /** Connections that begin a request and never end its headers; those that are closed come again. */
  readonly slow: number;
  /** Requests a second of which none makes sense. */
  readonly junkPerSecond: number;
}

const COME_AGAIN_MS = 1_000;
const DRIP_MS = 2_000;
const JUNK: readonly (readonly [method: string, path: string, body?: string, type?: string])[] = [
  ['GET', '/api/v1/../../etc/passwd'],
  ['GET', `/api/v1/values?topic=${'%23/'.repeat(200)}`],
  ['GET', '/wp-login.php'],
  ['POST', '/api/v1/writes', '{"device_id":'],
  ['POST', '/api/v1/writes', `{"a":${'['.repeat(20_000)}`],
  ['POST', '/api/v1/writes', `{${Array.from({ length: 3_000 }, (_, i) => `"k${i}":1`).join()}}`],
  ['POST', '/api/v1/devices', `{"device":"${'x'.repeat(100_000)}"}`],
  ['POST', '/session', '{"token":"x"}'],
  ['PUT', '/api/v1/devices/d0', '<a/>', 'application/xml'],
  ['DELETE', '/api/v1/system'],
];

/** A hostile network: what it does to the service is measured, not what becomes of it. */
export class HostileCrowd implements Disposable {
  /** What came through so far. */
  opened = 0;
  tried = 0;
  answered = 0;
  readonly #order: CrowdOrder;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 20 });
  readonly #sockets = new Set<Socket>();
  readonly #timers: NodeJS.Timeout[] = [];
  #ended = false;

  constructor(order: CrowdOrder) {
    this.#order = order;
    // Requests first, so that they have connections of their own.
    this.#timers.push(setInterval(() => this.#junk(), 1_000 / order.junkPerSecond));
    for (let i = 0; i < order.slow; i++)
      this.#timers.push(setTimeout(() => this.#slow(), 100 + (i * COME_AGAIN_MS) / order.slow));
    this.#timers.push(setInterval(() => this.#drip(), DRIP_MS));
  }

  dispose(): void {
    this.#ended = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#agent.destroy();
  }

  #slow(): void {
    if (this.#ended) return;
    const socket = connect(this.#order.port, '127.0.0.1');
    this.#sockets.add(socket);
    socket.on('connect', () => {
      this.opened++;
      socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (!this.#ended) this.#timers.push(setTimeout(() => this.#slow(), COME_AGAIN_MS));
    });
  }

  #drip(): void {
    for (const socket of this.#sockets) if (!socket.connecting && socket.writable) socket.write('X-A: b\r\n');
  }

  #junk(): void {
    const [method, path, body, type = 'application/json'] = JUNK[this.tried++ % JUNK.length]!;
    const headers = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const call = request(
      { host: '127.0.0.1', port: this.#order.port, method, path, agent: this.#agent, headers, timeout: 10_000 },
      (response) => {
        this.answered++;
        response.resume();
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => {});
    call.end(body);
  }
}
