import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = '/usr/sbin/mosquitto';
const MISSING = `${PROGRAM} is not there: install the package mosquitto`;

/** Why the tests against mosquitto cannot run here, or undefined. In CI that is a failure, never a skip. */
export function mosquittoMissing(): string | undefined {
  if (existsSync(PROGRAM)) return undefined;
  if (process.env['CI']) throw new RangeError(MISSING);
  process.stdout.write(`Skipped the tests against mosquitto: ${MISSING}.\n`);
  return MISSING;
}

/** For tests: a broker that we did not write, in a process of its own on loopback, with a folder for its state. */
export class MosquittoProcess {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'nexus-mosquitto-'));
  #child: ChildProcess | undefined;

  /** @param settings lines of mosquitto.conf; files are written into its folder, which `FOLDER` in a line stands for. */
  constructor(port: number, settings: readonly string[] = [], files: Readonly<Record<string, string>> = {}) {
    this.port = port;
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#folder, name), text, { mode: 0o644 });
    const own = settings.some((line) => line.startsWith('listener')) ? [] : [`listener ${port} 127.0.0.1`];
    const access = settings.some((line) => line.startsWith('allow_anonymous')) ? [] : ['allow_anonymous true'];
    const common = [
      'user root',
      'persistence true',
      `persistence_location ${this.#folder}/`,
      'max_inflight_messages 1000',
      // Not 0: 2.0.11 then ends a connection at the first publish that its access rules forbid.
      'max_queued_messages 1000000',
      'set_tcp_nodelay true',
    ];
    const lines = [...common, ...own, ...access, ...settings].map((line) => line.replaceAll('FOLDER', this.#folder));
    writeFileSync(join(this.#folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Resolves when it takes connections. */
  async start(): Promise<this> {
    if (!existsSync(PROGRAM)) throw new RangeError(MISSING);
    const child = spawn(PROGRAM, ['-c', join(this.#folder, 'mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    let output = '';
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    for (let attempt = 0; attempt < 500; attempt++) {
      if (child.exitCode !== null) throw new RangeError(`mosquitto ended with ${child.exitCode}:\n${output}`);
      if (await canConnect(this.port)) return this;
      await sleep(10);
    }
    throw new RangeError(`mosquitto did not listen on ${this.port}:\n${output}`);
  }

  /** Asks it to end, which saves its state, and waits. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // A stopped process does not hear SIGTERM.
    child.kill('SIGCONT');
    child.kill(signal);
    await gone;
    this.#child = undefined;
  }

  /** Keeps its connections and answers nothing until `resume`. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
