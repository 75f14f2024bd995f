import { type ChildProcess, spawn } from 'node:child_process';
import { nodeContestant } from '../contestant.ts';
import type { Judged, JudgeOrder } from './judge-order.ts';

const SCRIPT = new URL('judge-contestant.ts', import.meta.url);

/** A subscriber in a process of its own, so that what it costs is not the gateway's. */
export class JudgeProcess {
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout!.on('data', (text: Buffer) => (this.#output += text.toString()));
  }

  /** Resolves when it listens. @throws Error when it ends before. */
  static async start(order: JudgeOrder): Promise<JudgeProcess> {
    const [program, ...args] = nodeContestant(SCRIPT, order);
    const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const judge = new JudgeProcess(child);
    await new Promise<void>((resolve, reject) => {
      let errors = '';
      child.stderr.on('data', (text: Buffer) => {
        errors += text.toString();
        if (errors.includes('listening')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`the judge ended with ${code}: ${errors}`)));
    });
    return judge;
  }

  /** Ends it. @returns what it counted. */
  async stop(): Promise<Judged> {
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin!.end();
    await gone;
    return JSON.parse(this.#output) as Judged;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
