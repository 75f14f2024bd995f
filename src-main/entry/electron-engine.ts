import type { SystemStatus } from '../../src-shared/contract/system.ts';
import type { Terminal } from '../app/cli/terminal.ts';
import type { EnginePort } from '../rpc/port.ts';

type OpenEngine = Parameters<Terminal['opened']>[1];

export interface DesktopEngineOptions {
  /** Runs one command line to its end: `runCommand` of the engine. */
  readonly run: (argv: readonly string[], terminal: Terminal) => Promise<number>;
  readonly print: (text: string) => void;
  /** An engine runs; `folder` is its project. */
  readonly onOpened: (folder: string) => void;
  readonly onStatus: (status: SystemStatus) => void;
  /** An engine ended by itself. @returns the folder to go on with, or undefined: the end. */
  readonly onFailed: (text: string, folder: string) => Promise<string | undefined>;
}

/** The engine behind the window: one at a time, another one when another project is opened. */
export class DesktopEngine {
  readonly #options: DesktopEngineOptions;
  #engine: OpenEngine | undefined;
  #stop: () => void = () => {};
  #next: string | undefined;
  #isEnding = false;

  constructor(options: DesktopEngineOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#engine !== undefined;
  }

  /** Hands the port of a page to the engine; while none runs it is closed, and the page asks again. */
  connect(port: EnginePort): void {
    if (this.#engine) this.#engine.connect(port);
    else port.close();
  }

  /** Stops the engine in order and starts one on another folder. */
  switchTo(folder: string): void {
    this.#next = folder;
    this.#stop();
  }

  /** Stops in order; `run` ends then. */
  stop(): void {
    this.#isEnding = true;
    this.#next = undefined;
    this.#stop();
  }

  /**
   * Runs until `stop`, or until an engine ended and nobody wants to go on.
   * @param options further words of the first command line; a project opened later gets none of them but the port.
   * @returns the exit code of the last engine.
   */
  async run(first: string, options: readonly string[]): Promise<number> {
    let folder: string | undefined = first;
    let code = 0;
    let more = options;
    while (folder !== undefined && !this.#isEnding) {
      this.#next = undefined;
      const errors: string[] = [];
      code = await this.#runOne(folder, more, errors);
      if (!this.#isEnding && this.#next === undefined) {
        const chosen = await this.#options.onFailed(errors.join('\n'), folder);
        // Another start may have named a project while the person was asked.
        this.#next ??= chosen;
      }
      folder = this.#next;
      more = more.filter((word) => word !== '--demo');
    }
    return code;
  }

  async #runOne(folder: string, options: readonly string[], errors: string[]): Promise<number> {
    const stop = Promise.withResolvers<void>();
    this.#stop = () => stop.resolve();
    let unlisten = (): void => {};
    try {
      return await this.#options.run(['--service', '--project', folder, ...options], {
        print: this.#options.print,
        printError: (text) => {
          errors.push(text);
          this.#options.print(text);
        },
        opened: (_address, engine) => {
          this.#engine = engine;
          const listener = engine.status.on((status) => this.#options.onStatus(status));
          unlisten = () => listener.dispose();
          this.#options.onOpened(folder);
        },
        stopRequested: stop.promise,
      });
    } finally {
      unlisten();
      this.#engine = undefined;
      this.#stop = () => {};
    }
  }
}
