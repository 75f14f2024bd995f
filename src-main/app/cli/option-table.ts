import { EXPORT_BUCKETS } from '../../../src-shared/contract/exports.ts';

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
  'last-good': { doc: 'where the files of the project have faults, run its newest revision, and say so loudly' },
  json: { doc: 'print JSON' },
  'reach-devices': { doc: 'connect to each device for a moment, without reading anything' },
  devices: { value: 'A,B', doc: 'only these devices' },
  device: { value: 'ID', doc: 'only this device; may be repeated' },
  wave: { value: 'SHAPE', doc: 'how tags of twins move: sine, ramp, noisy or steps' },
  history: {
    value: 'WHAT',
    doc: 'of simulate a FILE.csv that the trend exported: twins move as recorded; of backup what it carries of a database: 30d, FROM..TO or none',
  },
  hole: { value: 'TAG', doc: 'the twin refuses the address of this tag; may be repeated' },
  delay: {
    value: 'TIME',
    doc: 'answers of twins take this much longer: 50ms; of sizing how long a device takes to answer a poll',
  },
  fault: { value: 'NAME', doc: 'twins begin with a fault: unplug, refuse, silent, rst, delay or deny' },
  'no-identities': { doc: 'leave the uids out: the importing project gives its own' },
  out: { value: 'PATH', doc: 'where the result goes' },
  reason: { value: 'TEXT', doc: 'why, for the journal' },
  for: { value: 'TIME', doc: 'how long a drill cuts: 10s to 60m; 2m unless given' },
  confirm: { value: 'ID', doc: 'a real device that a drill may cut; may be repeated' },
  tags: { value: 'A,B', doc: 'device/tag or topics, with +, # and *' },
  from: { value: 'TIME', doc: '2026-02-03T08:00:00Z, now-7d, or by the clocks of --zone: 2026-02-03' },
  to: { value: 'TIME', doc: 'the same; now unless given' },
  bucket: { value: 'WIDTH', doc: `one row a bucket: ${EXPORT_BUCKETS.join(', ')}; every point unless given` },
  format: { value: 'NAME', doc: 'csv, jsonl or parquet; by the end of --out unless given. Of audit csv or json' },
  zone: { value: 'ZONE', doc: 'times with the offset of Europe/Berlin; UTC unless given' },
  decimal: { value: 'SIGN', doc: 'of CSV: a comma for decimals, and semicolons between fields' },
  bom: { doc: 'of CSV: begin with a byte order mark' },
  'skip-unknown': { doc: 'leave out rows of topics that no tag has' },
  'skip-problems': { doc: 'leave out rows with problems' },
  checkpoint: {
    value: 'FILE.json',
    doc: 'to compare with: of checks a bundle that was exported before, of audit a checkpoint that was kept elsewhere',
  },
  filter: { value: 'TEXT', doc: 'as the page filters: user:jdoe action:write' },
  'dry-run': { doc: 'say what would be imported, and import nothing' },
  revision: { value: 'N', doc: 'the revision that the stored values are of; the one that runs unless given' },
  against: { value: 'WHAT', doc: 'the number of a revision, or the folder of a project' },
  name: { value: 'NAME', doc: 'of the service; nexus-edge unless given' },
  user: { value: 'USER', doc: 'who the service runs as; the owner of the project folder unless given' },
  every: { value: 'TIME', doc: 'how often tags are polled: 500ms; 1s unless given' },
  roles: { value: 'A,B', doc: 'of a user or a key: viewer, operator, engineer, admin, auditor' },
  print: { doc: 'show the file, and change nothing' },
  key: { value: 'PLACE', doc: 'of the first secret: where its key goes: keyring, credential (systemd) or file' },
  target: { value: 'A,B', doc: 'gateways by the names that they were added with' },
  address: { value: 'URL', doc: 'of a gateway: https://edge-pc-03:8480' },
  code: { value: 'CODE', doc: 'the eight characters that “deploy pair” shows at the gateway' },
  deployment: { value: 'N', doc: 'the number of a deployment, as “deploy targets” lists them' },
  order: { value: 'NAME', doc: 'one after another, canary then the rest, or all: one, canary, all' },
  overwrite: { doc: 'replace what was changed at the gateway itself' },
  rollback: { doc: 'take a package that is older than the last one' },
  help: { doc: 'this text' },
  version: { doc: 'the version' },
} as const satisfies Readonly<Record<string, OptionSpec>>;
export type OptionName = keyof typeof OPTIONS;

/** What the value of an option is; undefined for a switch. */
export function valueName(option: OptionName): string | undefined {
  const spec: OptionSpec = OPTIONS[option];
  return spec.value;
}
