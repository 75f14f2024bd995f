import type { OptionName } from './command-table.ts';
import { type HistoryPlace, historyPlace } from './history-options.ts';

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

/** @throws what `usage` makes, for what is missing or not understood. */
export function replayCommand(
  one: (option: OptionName) => string | undefined,
  form: ReplayCommand['form'],
  usage: (text: string) => Error,
): ReplayCommand {
  const [from, against, revision] = [one('from'), one('against'), one('revision')];
  if (from === undefined) throw usage('--from TIME is missing. Try now-7d.');
  if (against === undefined) throw usage('--against REVISION|FOLDER is missing. Name what the values are run through.');
  const asRevision = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);
  const number = revision === undefined ? undefined : asRevision(revision);
  if (revision !== undefined && number === undefined)
    throw usage(`--revision ${revision} is not the number of a revision.`);
  return {
    kind: 'replay',
    where: historyPlace(one, usage),
    ...{ from, to: one('to') ?? 'now', zone: one('zone') ?? 'UTC', form },
    revision: number,
    against: asRevision(against) ?? against,
  };
}
