import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { TRIXIE } from './trixie.ts';

/** `plain`: PostgreSQL of this Debian. `apache`: that of the trixie with TimescaleDB in its Apache edition. */
export type PostgresKind = 'plain' | 'apache';

const NAMES: Readonly<Record<PostgresKind, string>> = { plain: 'PostgreSQL', apache: 'TimescaleDB' };
/** By Debian, PostgreSQL lies in a folder of its version. */
const VERSIONS_FOLDER = '/usr/lib/postgresql';
const OLDEST = 15;
const IS_ROOT = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; its package makes this user. */
const USER = 'postgres';
/** Changes with the options of `initdb`, so that no older template is taken. */
const TEMPLATE = 'nexus-postgres-template-1';
const INITDB = ['-A', 'trust', '-U', USER, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'];
const execute = promisify(execFile);

/** Nothing of the user who runs the tests: psql would read its certificates and passwords. */
export const postgresEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C.UTF-8',
  HOME: '/nonexistent',
});

/** Why tests against it cannot run here, or undefined. In CI that is a failure, never a skip. */
export function postgresMissing(kind: PostgresKind): string | undefined {
  if (hasPostgres(kind)) return undefined;
  const reason =
    kind === 'plain'
      ? `there is no PostgreSQL of at least version ${OLDEST} in ${VERSIONS_FOLDER}: install the package postgresql`
      : `there is no TimescaleDB in ${TRIXIE}: as root run scripts/trixie-peers.sh ${TRIXIE}`;
  if (process.env['CI']) throw new NexusError('NX_INTERNAL', reason);
  process.stdout.write(`Skipped tests against ${NAMES[kind]}: ${reason}.\n`);
  return reason;
}

export function hasPostgres(kind: PostgresKind): boolean {
  if (kind === 'plain') return newestVersion(VERSIONS_FOLDER) !== undefined;
  return existsSync(join(TRIXIE, '.nexus-ready-timescaledb')) && IS_ROOT;
}

function newestVersion(folder: string): number | undefined {
  if (!existsSync(folder)) return undefined;
  const versions = readdirSync(folder)
    .map(Number)
    .filter((version) => version >= OLDEST && existsSync(join(folder, String(version), 'bin', 'initdb')));
  return versions.length === 0 ? undefined : Math.max(...versions);
}

/** The programs of one PostgreSQL, run as a user that it accepts, and folders that belong to that user. */
export class PostgresPrograms {
  readonly kind: PostgresKind;
  readonly version: number;
  /** Where folders are made, as this process sees it. */
  readonly #parent: string;
  /** Its programs see this folder as `/`. */
  readonly #root: string;

  /** @throws NexusError where there is none. */
  constructor(kind: PostgresKind) {
    this.kind = kind;
    this.#root = kind === 'apache' ? TRIXIE : '/';
    const version = hasPostgres(kind) ? newestVersion(join(this.#root, VERSIONS_FOLDER)) : undefined;
    if (version === undefined) throw new NexusError('NX_INTERNAL', postgresMissing(kind) ?? 'it is not there');
    this.version = version;
    this.#parent = kind === 'apache' ? join(TRIXIE, 'var', 'tmp') : tmpdir();
  }

  /** The command that runs one of its programs, as `initdb` or `psql`. */
  command(program: string, args: readonly string[]): [file: string, args: string[]] {
    const path = join(VERSIONS_FOLDER, String(this.version), 'bin', program);
    if (!IS_ROOT) return [path, [...args]];
    return ['chroot', [`--userspec=${USER}:${USER}`, this.#root, path, ...args]];
  }

  /** Runs one to its end. @returns what it printed. @throws Error with what it printed to its error output. */
  async run(program: string, args: readonly string[]): Promise<string> {
    const [file, words] = this.command(program, args);
    const { stdout } = await execute(file, words, { maxBuffer: 1e9, env: postgresEnvironment() });
    return stdout;
  }

  /** A path as its programs see it. */
  inside(path: string): string {
    return join('/', relative(this.#root, path));
  }

  /** Gives files to the user that it runs as. */
  own(...paths: readonly string[]): void {
    const inside = paths.map((path) => this.inside(path));
    if (IS_ROOT) execFileSync('chroot', [this.#root, 'chown', '-R', `${USER}:${USER}`, ...inside]);
  }

  /** A new folder that belongs to the user that it runs as. */
  folder(): string {
    const folder = mkdtempSync(join(this.#parent, 'nexus-postgres-'));
    this.own(folder);
    return folder;
  }

  /** Makes a cluster in `folder`: a copy of one that is made once for this machine. */
  async cluster(folder: string): Promise<void> {
    const template = await this.#template();
    execFileSync('cp', ['-a', '--reflink=auto', `${template}/.`, folder]);
  }

  async #template(): Promise<string> {
    const user = IS_ROOT ? 'root' : String(process.getuid?.());
    const template = join(this.#parent, `${TEMPLATE}-${this.kind}-${this.version}-${user}`);
    if (existsSync(template)) return template;
    const made = this.folder();
    await this.run('initdb', ['-D', this.inside(made), ...INITDB]);
    try {
      renameSync(made, template);
    } catch (error) {
      // Somebody else was quicker.
      rmSync(made, { recursive: true });
      if (!existsSync(template)) throw error;
    }
    return template;
  }
}
