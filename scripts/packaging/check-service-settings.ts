import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Makes a project as resources/container/start does, with the environment of a container over it, and lets the service
 * check it.
 *
 * @param environment as the container has it; secret files are looked for in a folder of their own.
 * @param config content by name of what the container finds in /config.
 * @returns what the service says, and whether it would start.
 */
export function checkServiceSettings(
  environment: Readonly<Record<string, string>>,
  config: Readonly<Record<string, string>>,
): { readonly ok: boolean; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-settings-'));
  try {
    for (const [name, content] of Object.entries(config)) {
      mkdirSync(join(folder, 'config'), { recursive: true });
      writeFileSync(join(folder, 'config', name), content);
    }
    const inContainer = Object.entries(environment).map(([name, value]) => {
      if (!value.startsWith('/run/secrets/')) return [name, value];
      const file = join(folder, value);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'a secret\n', { mode: 0o600 });
      return [name, file];
    });
    // In place of the service that the script ends with: a check of the project that it would run on.
    const program = join(folder, 'nexus-edge');
    const main = join(ROOT, 'src-main/entry/headless-main.ts');
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = --service ] && shift && set -- check "$@"\nexec "${process.execPath}" "${main}" "$@"\n`,
      { mode: 0o755 },
    );
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'resources/container/start'), [], {
      encoding: 'utf8',
      env: {
        PATH: '/usr/bin:/bin',
        ...Object.fromEntries(inContainer),
        PROJECT: join(folder, 'data/project'),
        CONFIG: join(folder, 'config'),
        PROGRAM: program,
      },
    });
    return { ok: status === 0, output: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
