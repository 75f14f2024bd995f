import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What Node, V8 and the supervisor of hosts print when something was not caught. */
const UNCAUGHT = /uncaught|unhandled|FATAL ERROR|ERR_UNHANDLED|Segmentation fault/i;

/** Lines of a program's output that tell of an exception that nobody caught (reliability reference 2.5, check 9). */
export const uncaughtIn = (output: string): string[] => output.split('\n').filter((line) => UNCAUGHT.test(line));

/** Open files and sockets of a process. */
export const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Files below a folder in which a secret stands (check 8); larger ones than 64 MiB are not looked into. */
export function filesWith(secret: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => {
      try {
        const stat = statSync(path);
        return stat.isFile() && stat.size < 64 * 1_048_576 && readFileSync(path).includes(secret);
      } catch {
        // It went since it was listed.
        return false;
      }
    });
}
