import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../entry/headless-main.ts', import.meta.url));
const DEADLINE_MS = 60_000;

/** How a process ended: with a code, or by a signal. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One command line of `nexus-edge` as a process of its own, started from the sources. */
export class CommandProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #heard = new Set<() => void>();

  constructor(
    args: readonly string[],
    options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
  ) {
    this.#child = spawn(process.execPath, [ENTRY, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), DEADLINE_MS);
    this.#child.stdout!.on('data', (text: Buffer) => this.#hear('stdout', text));
    this.#child.stderr!.on('data', (text: Buffer) => this.#hear('stderr', text));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        clearTimeout(timer);
        resolve({ code, signal });
        this.#tell();
      });
    });
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves with the match once it was printed. @throws with the output when the process ends before. */
  async untilPrinted(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (!this.isRunning) throw new Error(`${String(pattern)} was never printed:\n${this.output}`);
      await new Promise<void>((resolve) => {
        this.#heard.add(resolve);
      });
    }
  }

  /** Sends a signal and does not wait. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** For the end of a test, whatever became of it. */
  async dispose(): Promise<void> {
    if (this.isRunning) this.#child.kill('SIGKILL');
    await this.ended;
  }

  #hear(stream: 'stdout' | 'stderr', text: Buffer): void {
    this[stream] += text.toString();
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#heard) heard();
    this.#heard.clear();
  }
}

/** Runs a command line to its end. */
export async function runCommandLine(
  args: readonly string[],
  options?: ConstructorParameters<typeof CommandProcess>[1],
): Promise<ProcessEnd & { readonly stdout: string; readonly stderr: string }> {
  const run = new CommandProcess(args, options);
  const end = await run.ended;
  return { ...end, stdout: run.stdout, stderr: run.stderr };
}
