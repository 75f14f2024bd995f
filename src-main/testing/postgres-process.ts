import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../kernel/emitter.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { type PostgresKind, PostgresPrograms, postgresEnvironment } from './postgres-programs.ts';
import { ThrowAwayCertificates } from './throw-away-certificates.ts';

/** Bytes of its log that are kept. */
const KEPT = 50_000;
const READY = 'database system is ready to accept connections';
const START_MS = 60_000;
const SUPERUSER = 'postgres';

export interface PostgresOptions {
  /** Lines of postgresql.conf, as `max_connections = 12`. */
  readonly settings?: readonly string[];
  /** Lines of pg_hba.conf instead of "everybody from this machine without a password". */
  readonly access?: readonly string[];
  /** Speaks TLS with a certificate for 127.0.0.1 by the authority `authority.crt`; see `file`. */
  readonly tls?: boolean;
  /** Waits for the disk before it answers, as in production. */
  readonly durable?: boolean;
}

/**
 * For tests and benchmarks: a PostgreSQL that we did not write, in processes of its own on loopback, with a cluster of
 * its own that is copied in a moment. Each test makes itself a database.
 */
export class PostgresProcess implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly programs: PostgresPrograms;
  /** What it writes to its log, as it comes. */
  readonly logged = new Emitter<string>();
  readonly #folder: string;
  #server: ChildProcess | undefined;
  #log = '';
  #databases = 0;

  private constructor(port: number, programs: PostgresPrograms, folder: string) {
    this.port = port;
    this.programs = programs;
    this.#folder = folder;
  }

  /** Resolves when it takes connections. @throws NexusError where there is none, see `postgresMissing`. */
  static async start(kind: PostgresKind, options: PostgresOptions = {}): Promise<PostgresProcess> {
    const programs = new PostgresPrograms(kind);
    const folder = programs.folder();
    const postgres = new PostgresProcess(await freePort(), programs, folder);
    try {
      await programs.cluster(folder);
      postgres.#configure(options);
      return await postgres.start();
    } catch (error) {
      await postgres.dispose();
      throw error;
    }
  }

  /** What it last wrote to its log. */
  get log(): string {
    return this.#log;
  }

  get isRunning(): boolean {
    return this.#server !== undefined && this.#server.exitCode === null && this.#server.signalCode === null;
  }

  /** Address of a database; without `user` by the superuser. */
  url(database = 'postgres', user = SUPERUSER): string {
    return `postgres://${user}@${this.host}:${this.port}/${database}`;
  }

  /** Makes a database that nobody has used. @returns its name. */
  async createDatabase(owner = SUPERUSER): Promise<string> {
    const name = `test_${process.pid}_${++this.#databases}`;
    await this.sql(`CREATE DATABASE ${name} OWNER ${owner}`);
    return name;
  }

  /** Runs statements by psql as superuser. @returns the cells of the rows; NULL is an empty text. */
  async sql(text: string, database = 'postgres'): Promise<string[][]> {
    const connection = ['-h', this.host, '-p', String(this.port), '-U', SUPERUSER, '-d', database];
    const style = ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1'];
    const printed = await this.programs.run('psql', [...connection, ...style, '-c', text]);
    return printed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  }

  /** The number that a statement answers. */
  async number(text: string, database?: string): Promise<number> {
    const [row] = await this.sql(text, database);
    return Number(row?.[0] ?? Number.NaN);
  }

  /**
   * Path of a file of its folder; with `tls` there are `authority.crt`, `client.crt` and `client.key` of the user
   * `client`, and `stranger.crt` of an authority that signed nothing of it.
   */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** Starts it again after `stop` or `kill`; what was committed is there. */
  async start(): Promise<this> {
    const [file, args] = this.programs.command('postgres', ['-D', this.programs.inside(this.#folder)]);
    const server = spawn(file, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: postgresEnvironment(),
    });
    this.#server = server;
    this.#log = '';
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new RangeError(`PostgreSQL ${why}:\n${this.#log}`));
      const timer = setTimeout(() => fail(`was not ready within ${START_MS / 1_000} s`), START_MS);
      server.once('exit', (code) => fail(`ended with ${code}`));
      server.once('error', reject);
      server.stderr.on('data', (text: Buffer) => {
        this.#log = (this.#log + text.toString()).slice(-KEPT);
        this.logged.emit(text.toString());
        if (!this.#log.includes(READY)) return;
        clearTimeout(timer);
        resolve();
      });
      server.once('exit', () => clearTimeout(timer));
    });
    return this;
  }

  /** `fast` ends every session and writes everything out; `immediate` leaves at once, as `pg_ctl -m immediate` does. */
  stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    return this.#end(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
  }

  /** kill -9 of all its processes at once, as when the machine loses its memory but not its disk. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (!this.isRunning || server?.pid === undefined) return;
    // Held first, so that it begins nothing new while its processes are counted.
    process.kill(server.pid, 'SIGSTOP');
    const children = childrenOf(server.pid);
    await Promise.all([this.#end('SIGKILL'), ...children.map(killAndWait)]);
  }

  async restart(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.stop(how);
    await this.start();
  }

  async dispose(): Promise<void> {
    await this.stop('immediate');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    if (!this.isRunning || !server) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
    this.#server = undefined;
  }

  #configure({ settings = [], access, tls = false, durable = false }: PostgresOptions): void {
    const lines = [
      `listen_addresses = '${this.host}'`,
      `port = ${this.port}`,
      "unix_socket_directories = ''",
      "lc_messages = 'C'",
      ...(this.programs.kind === 'apache'
        ? ["shared_preload_libraries = 'timescaledb'", 'timescaledb.telemetry_level = off']
        : []),
      // A process that is killed loses nothing by this, only a machine would.
      ...(durable ? [] : ['fsync = off', 'full_page_writes = off']),
      ...(tls
        ? ['ssl = on', "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'", "ssl_ca_file = 'authority.crt'"]
        : []),
      ...settings,
    ];
    appendFileSync(join(this.#folder, 'postgresql.conf'), `${lines.join('\n')}\n`);
    if (access) writeFileSync(join(this.#folder, 'pg_hba.conf'), `${access.join('\n')}\n`);
    if (tls) this.#certify();
  }

  #certify(): void {
    const certificates = new ThrowAwayCertificates(this.#folder);
    certificates.authority('authority');
    certificates.authority('stranger');
    certificates.certificate('server', 'authority');
    certificates.certificate('client', 'authority');
    this.programs.own(join(this.#folder, 'server.key'));
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

async function killAndWait(pid: number): Promise<void> {
  try {
    for (process.kill(pid, 'SIGKILL'); ; process.kill(pid, 0)) await sleep(5);
  } catch {
    // It is gone.
  }
}
