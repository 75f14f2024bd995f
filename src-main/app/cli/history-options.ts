import { z } from 'zod';
import { ExportRequest } from '../../../src-shared/contract/exports.ts';
import { FILE_FORMATS } from '../../historian/files/file-options.ts';
import type { OptionName } from './command-table.ts';

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

type One = (option: OptionName) => string | undefined;
type Usage = (text: string) => Error;

export interface HistoryArchiveCommand {
  readonly kind: 'history-archive';
  readonly where: HistoryPlace;
}

/** @throws what `usage` makes. */
export function historyPlace(one: One, usage: Usage): HistoryPlace {
  const [project, text] = [one('project'), one('port')];
  if (text === undefined) return { project: project ?? '.' };
  if (project !== undefined) throw usage('--project and --port name two places. Write one of them.');
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return { port };
  throw usage(`Port ${text} is outside 1–65535.`);
}

/** @throws what `usage` makes, for what is missing or not understood. */
export function historyExport(
  one: One,
  many: (option: OptionName) => readonly string[] | undefined,
  bom: boolean,
  usage: Usage,
): HistoryExportCommand {
  const [tags, from, out] = [many('tags'), one('from'), one('out')];
  if (!tags || tags.length === 0) throw usage("--tags A,B is missing. Name tags as device/tag or topics: 'acme/#'.");
  if (from === undefined) throw usage('--from TIME is missing. Try now-7d.');
  if (out === undefined) throw usage('--out FILE is missing. Name a file that ends in .csv, .jsonl or .parquet.');
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
  const parsed = ExportRequest.safeParse({ ...given, bom });
  if (parsed.success) {
    return { kind: 'history-export', where: historyPlace(one, usage), request: parsed.data, out };
  }
  const [issue] = parsed.error.issues;
  throw usage(`--${String(issue!.path[0])}: ${z.prettifyError(parsed.error).split('\n')[0]!.replace(/^✖ /, '')}.`);
}
