import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { TRIXIE, TrixieProgram } from './trixie.ts';

/** What the certificate of a secure server says. */
export interface PeerIdentity {
  readonly name?: string;
  readonly applicationUri?: string;
  /** `DNS:plc7,IP:10.0.0.7` */
  readonly hosts?: string;
  /** Days from now on. */
  readonly days?: number;
}

/** How a secure server is started. */
export interface PeerOptions {
  /** DER; the only client certificate that it trusts. */
  readonly trust?: Uint8Array;
  /** `name:password` */
  readonly user?: string;
  readonly anonymous?: boolean;
  /** Mode None may be used for more than to ask for the endpoints. */
  readonly open?: boolean;
  /** The application it says it is; that of its certificate unless given. */
  readonly saysItIs?: string;
  /** Line4 with three tanks, a stored value, a method and a folder that nobody may browse (testdata/secure-server.c). */
  readonly plant?: boolean;
  /** Values in a folder of their own. */
  readonly bulk?: number;
}

/** A secure OPC UA server that this project did not write: open62541 with a certificate made by openssl. */
export class SecureOpcUaPeer implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #program: TrixieProgram;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
    const source = join(import.meta.dirname, '..', 'drivers', 'opcua', 'security', 'testdata', 'secure-server.c');
    this.#program = new TrixieProgram(source, ['-lopen62541']);
    this.#folder = mkdtempSync(join(TRIXIE, 'var', 'tmp', 'nexus-pki-'));
  }

  static async make(): Promise<SecureOpcUaPeer> {
    return new SecureOpcUaPeer(await freePort());
  }

  get url(): string {
    return `opc.tcp://${this.host}:${this.port}`;
  }

  /** DER of the certificate it was given last. */
  get certificate(): Uint8Array {
    return readFileSync(join(this.#folder, 'server.der'));
  }

  /** Gives it another key and certificate, which count from its next start on. */
  identify(identity: PeerIdentity = {}): void {
    const {
      name = 'PLC7',
      applicationUri = 'urn:plc7:server',
      hosts = 'DNS:localhost,IP:127.0.0.1',
      days = 30,
    } = identity;
    writeFileSync(
      join(this.#folder, 'extensions'),
      [
        'basicConstraints=critical,CA:FALSE',
        'keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment',
        'extendedKeyUsage=serverAuth,clientAuth',
        `subjectAltName=URI:${applicationUri},${hosts}`,
      ].join('\n'),
    );
    const subject = `/CN=${name}/O=Works`;
    this.#openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'request', '-subj', subject);
    const sign = ['-signkey', 'key.pem', '-extfile', 'extensions', '-days', String(days), '-outform', 'DER'];
    this.#openssl('x509', '-req', '-in', 'request', ...sign, '-out', 'server.der');
    this.#openssl('pkey', '-in', 'key.pem', '-outform', 'DER', '-out', 'key.der');
    writeFileSync(join(this.#folder, 'uri'), applicationUri);
  }

  /** Starts it; one that ran has ended before. */
  async start({ trust, user, anonymous, open, saysItIs, plant, bulk }: PeerOptions = {}): Promise<void> {
    await this.stop();
    if (trust) writeFileSync(join(this.#folder, 'client.der'), trust);
    const inside = this.#inside;
    const child = this.#program.start(
      String(this.port),
      `${inside}/server.der`,
      `${inside}/key.der`,
      saysItIs ?? readFileSync(join(this.#folder, 'uri'), 'utf8'),
      ...(trust ? [`trust=${inside}/client.der`] : []),
      ...(user === undefined ? [] : [`user=${user}`]),
      ...(anonymous ? ['anonymous'] : []),
      ...(open ? ['open'] : []),
      ...(plant ? ['plant'] : []),
      ...(bulk === undefined ? [] : [`bulk=${bulk}`]),
    );
    this.#process = child;
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    if (line !== 'ready') throw new TypeError(`The server did not start: ${line}`);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  dispose(): void {
    this.#program.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #inside(): string {
    return this.#folder.slice(TRIXIE.length);
  }

  #openssl(command: string, ...args: readonly string[]): void {
    const files = args.map((arg) =>
      /^(key|request|extensions|server)(\.\w+)?$/.test(arg) ? `${this.#inside}/${arg}` : arg,
    );
    execFileSync('chroot', [TRIXIE, 'openssl', command, ...files], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
