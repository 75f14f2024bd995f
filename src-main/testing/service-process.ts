import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../kernel/node-flags.ts';

const ENTRY = fileURLToPath(new URL('../entry/headless-main.ts', import.meta.url));
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 30_000;

/** Where accepted points are, seen from one sink. */
export interface SinkFigures {
  readonly before: number;
  readonly delivered: number;
  readonly queued: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly excluded: number;
}

/** The figures of the balance, as `/metrics` gives them; those of a sink at the top are the historian's. */
export interface MetricBalance extends SinkFigures {
  readonly produced: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly pending: number;
  readonly sinks: Readonly<Record<string, SinkFigures>>;
}

export interface StartOptions {
  readonly deadlineMs?: number;
  /** Variables beside those of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called before the program has done anything. */
  readonly onSpawn?: (pid: number) => void;
}

/** The service as a process of its own, started from the sources, and killed or stopped by the test. */
export class ServiceProcess {
  readonly folder: string;
  readonly port: number;
  /** Everything printed so far, by all its lives. */
  output = '';
  readonly #entry: string;
  #child: ChildProcess | undefined;

  /** @param entry the program; the sources unless given. */
  constructor(folder: string, port: number, entry = ENTRY) {
    this.folder = folder;
    this.port = port;
    this.#entry = entry;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Of the process that runs; undefined when none does. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the address is printed. @throws with the output when the process ends before. */
  async start({ deadlineMs = START_DEADLINE_MS, env, onSpawn }: StartOptions = {}): Promise<void> {
    const child = spawn(
      process.execPath,
      [...NODE_FLAGS, this.#entry, '--service', '--project', this.folder, '--port', String(this.port)],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      },
    );
    this.#child = child;
    if (child.pid !== undefined) onSpawn?.(child.pid);
    const startedAt = this.output.length;
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${why}:\n${this.output.slice(startedAt)}`));
      const timer = setTimeout(() => fail('the service did not start in time'), deadlineMs);
      const read = (text: Buffer): void => {
        this.output += text.toString();
        if (this.output.slice(startedAt).includes('Workstation: http')) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('exit', (code) => {
        clearTimeout(timer);
        fail(`the service ended with ${code}`);
      });
    });
  }

  /** Resolves when the process that runs now is gone; at once where none runs. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child) await new Promise((resolve) => child.once('exit', resolve));
  }

  /** What the power switch does. @returns true when a living process was hit. */
  async kill(): Promise<boolean> {
    const child = this.#child;
    if (!child) return false;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    return true;
  }

  /** Asks it to stop and waits. @returns its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    const code = await gone;
    clearTimeout(timer);
    return code;
  }

  /** GET of JSON; `path` begins with a slash. @throws with status and body when it is not 2xx. */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    return JSON.parse(body) as T;
  }

  async balance(): Promise<MetricBalance> {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    const figure = (name: string): number => {
      const match = new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text);
      if (!match) throw new Error(`no figure ${name} in /metrics`);
      return Number(match[1]);
    };
    const sinks = [...text.matchAll(/^nexus_sink_points_queued\{sink="([^"]+)"\}/gm)].map(([, sink]) => {
      const ofSink = (name: string): number => figure(`nexus_sink_points_${name}{sink="${sink}"}`);
      return [
        sink!,
        {
          before: ofSink('before'),
          delivered: ofSink('delivered_total'),
          queued: ofSink('queued'),
          dropped: ofSink('dropped_total'),
          quarantined: ofSink('quarantined_total'),
          excluded: ofSink('excluded_total'),
        },
      ] as const;
    });
    const bySink = Object.fromEntries(sinks);
    return {
      produced: figure('nexus_points_produced_total'),
      accepted: figure('nexus_points_accepted_total'),
      rejected: figure('nexus_points_rejected_total'),
      pending: figure('nexus_points_pending'),
      ...bySink['historian']!,
      sinks: bySink,
    };
  }
}
