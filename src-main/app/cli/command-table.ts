import { EXPORT_BUCKETS } from '../../../src-shared/contract/exports.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** An option with a value names what the value is; the others are switches. */
interface OptionSpec {
  readonly value?: string;
  readonly doc: string;
}

/** Every option of every command, written once: parser, help and messages read it here. */
export const OPTIONS = {
  service: { doc: 'run the engine without a window until it is stopped' },
  project: { value: 'DIR', doc: 'the project folder; the current folder unless given' },
  port: {
    value: 'N',
    doc: 'HTTP on 127.0.0.1:N; of simulate the first port of the twins; of status and history where to ask',
  },
  demo: { doc: 'make a demo project where DIR holds none' },
  json: { doc: 'print JSON' },
  devices: { value: 'A,B', doc: 'only these devices' },
  device: { value: 'ID', doc: 'only this device; may be repeated' },
  wave: { value: 'SHAPE', doc: 'how tags of twins move: sine, ramp, noisy or steps' },
  history: {
    value: 'WHAT',
    doc: 'of simulate a FILE.csv that the trend exported: twins move as recorded; of backup what it carries of a database: 30d, FROM..TO or none',
  },
  hole: { value: 'TAG', doc: 'the twin refuses the address of this tag; may be repeated' },
  delay: { value: 'TIME', doc: 'answers of twins take this much longer: 50ms' },
  fault: { value: 'NAME', doc: 'twins begin with a fault: unplug, refuse, silent, rst, delay or deny' },
  'no-identities': { doc: 'leave the uids out: the importing project gives its own' },
  out: { value: 'PATH', doc: 'where the result goes' },
  reason: { value: 'TEXT', doc: 'why, for the journal' },
  tags: { value: 'A,B', doc: 'device/tag or topics, with +, # and *' },
  from: { value: 'TIME', doc: '2026-02-03T08:00:00Z, now-7d, or by the clocks of --zone: 2026-02-03' },
  to: { value: 'TIME', doc: 'the same; now unless given' },
  bucket: { value: 'WIDTH', doc: `one row a bucket: ${EXPORT_BUCKETS.join(', ')}; every point unless given` },
  format: { value: 'NAME', doc: 'csv, jsonl or parquet; by the end of --out unless given' },
  zone: { value: 'ZONE', doc: 'times with the offset of Europe/Berlin; UTC unless given' },
  decimal: { value: 'SIGN', doc: 'of CSV: a comma for decimals, and semicolons between fields' },
  bom: { doc: 'of CSV: begin with a byte order mark' },
  'skip-unknown': { doc: 'leave out rows of topics that no tag has' },
  'skip-problems': { doc: 'leave out rows with problems' },
  checkpoint: { value: 'FILE.json', doc: 'a bundle of loop checks that was exported before, to compare with' },
  'dry-run': { doc: 'say what would be imported, and import nothing' },
  revision: { value: 'N', doc: 'the revision that the stored values are of; the one that runs unless given' },
  against: { value: 'WHAT', doc: 'the number of a revision, or the folder of a project' },
  help: { doc: 'this text' },
  version: { doc: 'the version' },
} as const satisfies Readonly<Record<string, OptionSpec>>;
export type OptionName = keyof typeof OPTIONS;

/** What the value of an option is; undefined for a switch. */
export function valueName(option: OptionName): string | undefined {
  const spec: OptionSpec = OPTIONS[option];
  return spec.value;
}

export interface CommandSpec {
  /** As it is written: `check [--project DIR] [--json]`. */
  readonly usage: string;
  readonly doc: string;
  readonly options: readonly OptionName[];
  /** What may follow the word, in this order. */
  readonly operands?: readonly string[];
}

export const COMMANDS = {
  service: {
    usage: '--service --project DIR [--port N] [--demo]',
    doc: 'run until stopped',
    options: ['service', 'project', 'port', 'demo'],
  },
  check: {
    usage: 'check [--project DIR] [--json]',
    doc: 'name every fault of a project',
    options: ['project', 'json'],
  },
  import: {
    usage: 'import FILE --project DIR',
    doc: 'import a combined devices.yaml',
    options: ['project'],
    operands: ['FILE'],
  },
  export: {
    usage: 'export [--devices A,B] [--no-identities] [--out FILE] [--project DIR]',
    doc: 'write the devices as one devices.yaml',
    options: ['project', 'devices', 'no-identities', 'out'],
  },
  simulate: {
    usage:
      'simulate [--device ID…] [--port N] [--wave SHAPE] [--history FILE.csv] [--hole TAG] [--delay TIME] [--fault NAME] [--project DIR]',
    doc: 'play the devices of a project on loopback',
    options: ['project', 'device', 'port', 'wave', 'history', 'hole', 'delay', 'fault'],
  },
  backup: {
    usage: 'backup --out DIR|FILE.tar.gz [--history 30d|FROM..TO|none] [--project DIR]',
    doc: 'copy a project with its history, also while it runs',
    options: ['project', 'out', 'history'],
  },
  'history-export': {
    usage:
      'history export --tags A,B --from TIME [--to TIME] [--bucket WIDTH] [--format NAME] [--zone ZONE] [--decimal ,] [--bom] --out FILE [--project DIR | --port N]',
    doc: 'write history into a file; of a service that runs by its port',
    options: ['tags', 'from', 'to', 'bucket', 'format', 'zone', 'decimal', 'bom', 'out', 'project', 'port'],
  },
  'history-import': {
    usage: 'history import FILE [--skip-unknown] [--skip-problems] [--dry-run] [--project DIR | --port N]',
    doc: 'fill the history back from a CSV, JSON lines or Parquet file',
    options: ['skip-unknown', 'skip-problems', 'dry-run', 'project', 'port'],
    operands: ['FILE'],
  },
  'history-archive': {
    usage: 'history archive [--project DIR | --port N]',
    doc: 'write old days into the archive that the project names, now',
    options: ['project', 'port'],
  },
  replay: {
    usage:
      'replay --from TIME [--to TIME] [--zone ZONE] [--revision N] --against REVISION|FOLDER [--json] [--project DIR | --port N]',
    doc: 'run stored values through another revision, or another project, and say which tags would differ',
    options: ['from', 'to', 'zone', 'revision', 'against', 'json', 'project', 'port'],
  },
  'checks-verify': {
    usage: 'checks verify [--checkpoint FILE.json] [--project DIR] [--json]',
    doc: 'check the chain of hashes of what was captured and signed, and name altered entries',
    options: ['project', 'checkpoint', 'json'],
  },
  restore: {
    usage: 'restore BACKUP --project DIR',
    doc: 'make a project of a backup, in a new folder, after checking it',
    options: ['project'],
    operands: ['BACKUP'],
  },
  status: {
    usage: 'status --port N [--json]',
    doc: 'ask a running service how it is',
    options: ['port', 'json'],
  },
  sinks: {
    usage: 'sinks list|drop SINK --port N [--reason TEXT] [--json]',
    doc: 'what waits in the log for whom; give up what is kept for a removed sink',
    options: ['port', 'reason', 'json'],
    operands: ['list|drop', 'SINK'],
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;
export type CommandName = keyof typeof COMMANDS;

/** The words that can stand first; `--service` is an option for the sake of service managers. */
export const COMMAND_WORDS = [
  ...new Set((Object.keys(COMMANDS) as CommandName[]).map((name) => name.split('-')[0]!)),
].filter((name) => name !== 'service');

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** What `--help` prints. */
export function helpText(): string {
  const shown = (Object.keys(OPTIONS) as OptionName[]).filter((name) => name !== 'service');
  return `nexus-edge — connects to PLCs, keeps their history, serves the workstation

${columns(Object.values(COMMANDS).map(({ usage, doc }) => [`nexus-edge ${usage}`, doc]))}

Options
${columns(shown.map((name) => [valueName(name) ? `--${name} ${valueName(name)}` : `--${name}`, OPTIONS[name].doc]))}

Exit codes
${columns(Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]))}`;
}
