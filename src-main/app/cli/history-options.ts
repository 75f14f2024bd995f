import { z } from 'zod';
import { ExportRequest } from '../../../src-shared/contract/exports.ts';
import { FILE_FORMATS } from '../../historian/files/file-options.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

/** A project that no service runs on, or a service. */
export type HistoryPlace = { readonly project: string } | { readonly port: number };

export interface HistoryExportCommand {
  readonly kind: 'history-export';
  readonly where: HistoryPlace;
  readonly request: ExportRequest;
  readonly out: string;
}

export interface HistoryImportCommand {
  readonly kind: 'history-import';
  readonly where: HistoryPlace;
  readonly file: string;
  readonly isDryRun: boolean;
  readonly unknown: 'refuse' | 'skip';
  readonly problems: 'refuse' | 'skip';
}

export interface HistoryArchiveCommand {
  readonly kind: 'history-archive';
  readonly where: HistoryPlace;
}

/** @throws NexusError NX_USAGE */
export function historyPlace(given: GivenOptions): HistoryPlace {
  const { port } = given;
  if (port === undefined) return { project: given.project };
  if (given.has('project')) throw usageError('--project and --port name two places. Write one of them.');
  return { port };
}

export const historyExportLine = {
  usage:
    'history export --tags A,B --from TIME [--to TIME] [--bucket WIDTH] [--format NAME] [--zone ZONE] [--decimal ,] [--bom] --out FILE [--project DIR | --port N]',
  doc: 'write history into a file; of a service that runs by its port',
  options: ['tags', 'from', 'to', 'bucket', 'format', 'zone', 'decimal', 'bom', 'out', 'project', 'port'],
  parse: historyExport,
} as const satisfies CommandSpec;

function historyExport(options: GivenOptions): HistoryExportCommand {
  const one = options.one.bind(options);
  const [tags, from, out] = [options.many('tags'), one('from'), one('out')];
  if (!tags || tags.length === 0)
    throw usageError("--tags A,B is missing. Name tags as device/tag or topics: 'acme/#'.");
  if (from === undefined) throw usageError('--from TIME is missing. Try now-7d.');
  if (out === undefined) throw usageError('--out FILE is missing. Name a file that ends in .csv, .jsonl or .parquet.');
  const format = one('format') ?? FILE_FORMATS.find((known) => out.endsWith(`.${known}`)) ?? 'csv';
  const given = {
    tags,
    from,
    to: one('to'),
    bucket: one('bucket'),
    format,
    zone: one('zone'),
    decimal: one('decimal'),
  };
  const parsed = ExportRequest.safeParse({ ...given, bom: options.has('bom') });
  if (parsed.success) return { kind: 'history-export', where: historyPlace(options), request: parsed.data, out };
  const [issue] = parsed.error.issues;
  throw usageError(`--${String(issue!.path[0])}: ${z.prettifyError(parsed.error).split('\n')[0]!.replace(/^✖ /, '')}.`);
}

export const historyImportLine = {
  usage: 'history import FILE [--skip-unknown] [--skip-problems] [--dry-run] [--project DIR | --port N]',
  doc: 'fill the history back from a CSV, JSON lines or Parquet file',
  options: ['skip-unknown', 'skip-problems', 'dry-run', 'project', 'port'],
  operands: ['FILE'],
  parse: (given: GivenOptions): HistoryImportCommand => {
    const [file] = given.operands;
    if (file === undefined) throw usageError('history import needs a file: nexus-edge history import history.csv.');
    return {
      ...{ kind: 'history-import', where: historyPlace(given), file, isDryRun: given.has('dry-run') },
      unknown: given.has('skip-unknown') ? 'skip' : 'refuse',
      problems: given.has('skip-problems') ? 'skip' : 'refuse',
    };
  },
} as const satisfies CommandSpec;

export const historyArchiveLine = {
  usage: 'history archive [--project DIR | --port N]',
  doc: 'write old days into the archive that the project names, now',
  options: ['project', 'port'],
  parse: (given: GivenOptions): HistoryArchiveCommand => ({ kind: 'history-archive', where: historyPlace(given) }),
} as const satisfies CommandSpec;
