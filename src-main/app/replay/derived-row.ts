import type { ReplayRow } from '../../../src-shared/contract/replay.ts';
import type { AggregateFunction } from '../../../src-shared/domain/aggregate.ts';
import { untoldRow } from './finding-words.ts';
import { type Law, lawWords } from './linear-law.ts';
import type { TagPair } from './replay-plan.ts';

/**
 * What follows for an aggregate from what was found of its tag: windows are not made anew, but where every point has the
 * same factor, so have the values that are made of them.
 *
 * @param of what was found of its tag; undefined where nothing can be
 */
export function derivedRow(pair: TagPair, of: ReplayRow | undefined): ReplayRow {
  const { fn, of: source } = pair.after.entry.derived!;
  const name = `${source.device.device.id}/${source.tag.id}`;
  if (of?.verdict === 'same') return untoldRow(pair, 'same', `No difference, as ${name}`);
  const law = of && isAllOfIt(of) ? lawOf(fn, of.law!) : undefined;
  if (!law) return untoldRow(pair, 'unknown', `Made of ${name}, which differs by more than a factor: not replayed`);
  const words = lawWords(law);
  if (words === '') return untoldRow(pair, 'same', `No difference, whatever ${name} is`);
  return { ...untoldRow(pair, 'differs', `${words}, as ${name}`), law };
}

/** True where the law says all that differs, of all points. */
function isAllOfIt({ law, values, qualities, fewer, more, untold }: ReplayRow): boolean {
  return law !== null && law.factor > 0 && values > 0 && qualities + fewer + more + untold === 0;
}

function lawOf(fn: AggregateFunction, { factor, offset }: Law): Law {
  if (fn === 'count') return { factor: 1, offset: 0 };
  return fn === 'std' ? { factor, offset: 0 } : { factor, offset };
}
