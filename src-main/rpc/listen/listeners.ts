import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { type TlsMaterial, type TlsPlace, tlsMaterial } from '../tls/tls-material.ts';
import { isLoopbackAddress } from './connection-limits.ts';
import { Listener, type Serving } from './listener.ts';
import { localSocketPath } from './local-socket-path.ts';

/** `server:` of `nexus.yaml`, and what decides on it. */
export interface ListenSettings {
  /** Folder of the project. */
  readonly project: string;
  /** Undefined: nothing listens on TCP. */
  readonly port: number | undefined;
  readonly address: string;
  readonly hosts: readonly string[];
  readonly tls: { readonly loopback: boolean; readonly cert?: string | undefined; readonly key?: string | undefined };
  /** Why the engine may not be reached from other computers now; undefined: it may. Asked until it may. */
  readonly whyNotOutside: () => string | undefined;
}

/** What health tells of the listener on TCP. */
export interface ListenerState {
  readonly address: string;
  /** Why another address is served than the one that was set; null: it is as set. */
  readonly refused: string | null;
  /** SHA-256 of the certificate; null without TLS. */
  readonly fingerprint: string | null;
}

const LOOPBACK = '127.0.0.1';
/** A certificate that was replaced, and a first administrator, are found this often. */
const LOOK_EVERY_MS = 60_000;
const ASK_EVERY_MS = 2_000;

/** The doors of the engine: a socket of this computer always, and TCP where a port is set. */
export class Listeners implements Disposable {
  readonly #settings: ListenSettings;
  readonly #serving: Serving;
  readonly #logger: Logger;
  readonly #lifetime = new Lifetime('listeners');
  #tcp: Listener | undefined;
  #refused: string | null = null;

  private constructor(settings: ListenSettings, serving: Serving, logger: Logger) {
    this.#settings = settings;
    this.#serving = serving;
    this.#logger = logger;
    this.#lifetime.defer(() => this.#tcp?.dispose());
  }

  /** @throws NexusError NX_SERVER_PORT, NX_SERVER_TLS */
  static async open(settings: ListenSettings, serving: Serving, logger: Logger): Promise<Listeners> {
    const listeners = new Listeners(settings, serving, logger);
    try {
      await listeners.#openLocal();
      await listeners.#openTcp();
      listeners.#watch();
    } catch (error) {
      await listeners.dispose();
      throw error;
    }
    return listeners;
  }

  /** Undefined where nothing listens on TCP. */
  get state(): ListenerState | undefined {
    const on = this.#tcp?.on;
    if (on?.kind !== 'tcp') return undefined;
    const host = on.address === '0.0.0.0' || on.address === '::' ? (this.#settings.hosts[0] ?? on.address) : on.address;
    const bare = isIPv6(host) ? `[${host}]` : host;
    const address = `${on.tls ? 'https' : 'http'}://${bare.replace(/(?<=[^\]:]):\d+$/, '')}:${on.port}`;
    return { address, refused: this.#refused, fingerprint: this.#tcp?.tls?.fingerprint ?? null };
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** A system that has no room for the socket loses a convenience; the engine runs on. */
  async #openLocal(): Promise<void> {
    const path = localSocketPath(this.#settings.project);
    try {
      this.#lifetime.add(await Listener.open({ kind: 'local', path }, this.#serving));
    } catch (error) {
      this.#logger.warn('programs on this computer cannot reach the engine by its socket', {
        path,
        error: String(error),
      });
    }
  }

  async #openTcp(): Promise<void> {
    const { port, address, tls, whyNotOutside } = this.#settings;
    if (port === undefined) return;
    const isOutside = !isLoopbackAddress(address);
    this.#refused = isOutside ? (whyNotOutside() ?? null) : null;
    const served = this.#refused === null ? address : LOOPBACK;
    const material = (isOutside && this.#refused === null) || tls.loopback ? await this.#material() : undefined;
    try {
      this.#tcp = await Listener.open({ kind: 'tcp', address: served, port, tls: material }, this.#serving);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      const where = isLoopbackAddress(served) ? `Port ${port}` : `Port ${port} of ${served}`;
      const next = code === 'EADDRNOTAVAIL' ? 'Change server.address.' : 'Choose another one with --port.';
      throw new NexusError('NX_SERVER_PORT', `${where} could not be opened (${code}). ${next}`, { port }, { cause });
    }
    const facts = { ...this.state };
    if (this.#refused !== null) this.#logger.warn(`not listening on ${address}: ${this.#refused}`, facts);
    else if (material) this.#logger.info('listening with TLS', { ...facts, validUntil: material.validUntil });
  }

  #material(): Promise<TlsMaterial> {
    const { project, tls, hosts } = this.#settings;
    const own = tls.cert !== undefined && tls.key !== undefined ? { cert: tls.cert, key: tls.key } : undefined;
    const names = hosts.map((host) => host.replace(/:\d+$/, ''));
    const place: TlsPlace = { project, folder: join(project, '.nexus', 'tls'), own, names };
    return tlsMaterial(place);
  }

  #watch(): void {
    const every = (ms: number, look: () => Promise<void>): void => {
      const timer = setInterval(() => {
        look().catch((error: unknown) =>
          this.#logger.warn(toNexusError(error).text, { code: toNexusError(error).code }),
        );
      }, ms);
      timer.unref();
      this.#lifetime.defer(() => clearInterval(timer));
    };
    every(LOOK_EVERY_MS, () => this.#renew());
    every(ASK_EVERY_MS, () => this.#goOutside());
  }

  /** Takes up a certificate that was put there, or that the gateway made anew, without a restart. */
  async #renew(): Promise<void> {
    const served = this.#tcp;
    if (!served?.tls) return;
    const material = await this.#material();
    if (material.fingerprint === served.tls.fingerprint) return;
    served.replaceCertificate(material);
    this.#logger.info('the certificate was replaced', { fingerprint: material.fingerprint });
  }

  /** What stood against listening for other computers may be gone: the first administrator was made. */
  async #goOutside(): Promise<void> {
    if (this.#refused === null || this.#lifetime.isDisposed || this.#settings.whyNotOutside() !== undefined) return;
    await this.#tcp?.dispose();
    this.#tcp = undefined;
    try {
      await this.#openTcp();
    } catch (error) {
      // Tried again: somebody else may have taken the port for a moment.
      this.#refused = toNexusError(error).text;
      throw error;
    }
  }
}
