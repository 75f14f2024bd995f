import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { type HistoryPlace, historyPlace } from './history-options.ts';
import { usageError } from './usage-error.ts';

export interface ReplayCommand {
  readonly kind: 'replay';
  readonly where: HistoryPlace;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** That the stored values are of; the one that runs unless given. */
  readonly revision: number | undefined;
  /** A revision, or the folder of a project. */
  readonly against: number | string;
  readonly form: 'text' | 'json';
}

export const replayLine = {
  usage:
    'replay --from TIME [--to TIME] [--zone ZONE] [--revision N] --against REVISION|FOLDER [--json] [--project DIR | --port N]',
  doc: 'run stored values through another revision, or another project, and say which tags would differ',
  options: ['from', 'to', 'zone', 'revision', 'against', 'json', 'project', 'port'],
  parse: replayCommand,
} as const satisfies CommandSpec;

function replayCommand(given: GivenOptions): ReplayCommand {
  const one = given.one.bind(given);
  const [from, against, revision] = [one('from'), one('against'), one('revision')];
  if (from === undefined) throw usageError('--from TIME is missing. Try now-7d.');
  if (against === undefined)
    throw usageError('--against REVISION|FOLDER is missing. Name what the values are run through.');
  const asRevision = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);
  const number = revision === undefined ? undefined : asRevision(revision);
  if (revision !== undefined && number === undefined)
    throw usageError(`--revision ${revision} is not the number of a revision.`);
  return {
    kind: 'replay',
    where: historyPlace(given),
    ...{ from, to: one('to') ?? 'now', zone: one('zone') ?? 'UTC', form: given.form },
    revision: number,
    against: asRevision(against) ?? against,
  };
}
