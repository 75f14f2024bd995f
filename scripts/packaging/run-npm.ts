import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface NpmAnswer {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs npm under the Node that runs this program, and takes what it prints. */
export function runNpm(root: string, ...words: readonly string[]): NpmAnswer {
  const { status, stdout, stderr, error } = spawnSync('npm', words, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return { status, output: stdout ?? '', errors: error ? String(error) : (stderr ?? '') };
}
