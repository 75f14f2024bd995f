import { spawn } from 'node:child_process';

/** Bytes of the error output that are kept. */
const KEPT = 10_000;

/**
 * Runs one contestant in a process of its own, so that its CPU time is its own. It ends by itself after it printed one
 * line of JSON, its result.
 *
 * @param command the program and its arguments.
 * @throws Error with what it printed when it ends otherwise or misses the deadline.
 */
export function runContestant<Result>(command: readonly string[], deadlineMs: number): Promise<Result> {
  const [program, ...args] = command;
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors = (errors + text.toString()).slice(-KEPT)));
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${command.join(' ').slice(0, 200)}: ${why}\n${errors}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`gave no result within ${deadlineMs / 1_000} s`);
    }, deadlineMs);
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code !== 0) return fail(`ended with ${code}`);
      try {
        resolve(JSON.parse(output.trim().split('\n').at(-1)!) as Result);
      } catch {
        fail(`printed no result: ${output.slice(-500)}`);
      }
    });
  });
}

/** The command line of a contestant written in TypeScript; it finds `input` with `contestantInput`. */
export const nodeContestant = (script: URL, input: object): readonly string[] => [
  process.execPath,
  script.pathname,
  JSON.stringify(input),
];

export const contestantInput = <Input>(): Input => JSON.parse(process.argv[2]!) as Input;

/** Prints the result and ends the process, whatever is still open: nothing after the result is measured. */
export function finish(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
