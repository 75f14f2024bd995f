import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const succeeds = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

/** Why the contestants in C cannot be built here, or undefined. */
export function compilerMissing(): string | undefined {
  if (!succeeds('gcc', '--version')) return 'gcc is not there: install gcc and libc6-dev';
  if (!succeeds('pkg-config', '--exists', 'libmodbus'))
    return 'libmodbus is not there: install libmodbus-dev and pkg-config';
  return undefined;
}

/** Programs in C, compiled into a folder that goes when they are disposed of. */
export class CompiledPrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nexus-bench-c-'));

  /** @param libraries names for pkg-config. @returns the program's path. */
  compile(source: URL, libraries: readonly string[] = []): string {
    const program = join(this.#folder, source.pathname.split('/').at(-1)!.replace(/\.c$/, ''));
    const flags =
      libraries.length === 0
        ? []
        : execFileSync('pkg-config', ['--cflags', '--libs', ...libraries], { encoding: 'utf8' })
            .trim()
            .split(/\s+/);
    execFileSync('gcc', ['-O2', '-Wall', '-o', program, source.pathname, ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return program;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
