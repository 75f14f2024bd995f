import type { ReactNode } from 'react';
import { clockIn, isoIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { queryTab, questionChanged, type Result, tabChanged } from './historian-store.ts';
import { runQuery } from './run-query.ts';

/** Nothing in the range: says where the next data are and goes there. */
export function NoData({ path, result }: { readonly path: string; readonly result: Result }): ReactNode {
  const { answer, question, statistics } = result;
  const clock = clockIn(question.timeZone);
  const names = answer.tags.map(({ name }) => name).join(', ');
  const range = `between ${clock(answer.fromUs)} and ${clock(answer.toUs)}`;
  if (answer.tags.every(({ known }) => !known))
    return <EmptyState text={`Nothing was ever stored of ${names}. It is stored from its first value on.`} />;
  const filter = question.when === '' ? '' : ` while ${question.when}`;
  const beforeUs = edge(
    statistics?.map((each) => each.beforeUs),
    Math.max,
  );
  const afterUs = edge(
    statistics?.map((each) => each.afterUs),
    Math.min,
  );
  const near = [
    beforeUs === undefined ? '' : `until ${clock(beforeUs)}`,
    afterUs === undefined ? '' : `from ${clock(afterUs)}`,
  ].filter((part) => part !== '');
  const nearest = near.length > 0 ? ` Nearest data: ${near.join(', ')}.` : '';
  const spanUs = answer.toUs - answer.fromUs;
  const go = (fromUs: number): void => {
    const iso = isoIn(question.timeZone);
    const { from, to } = question;
    tabChanged(path, { zoomedFrom: [...queryTab(path).zoomedFrom, { from, to }] });
    questionChanged(path, { from: iso(fromUs), to: iso(fromUs + spanUs) });
    void runQuery(path);
  };
  return (
    <EmptyState text={`No samples for ${names} ${range}${filter}.${nearest}`}>
      {beforeUs === undefined ? null : (
        <button type="button" className="button" onClick={() => go(Math.floor(beforeUs) + 1e6 - spanUs)}>
          Go to {clock(beforeUs)}
        </button>
      )}
      {afterUs === undefined ? null : (
        <button type="button" className="button" onClick={() => go(Math.floor(afterUs))}>
          Go to {clock(afterUs)}
        </button>
      )}
    </EmptyState>
  );
}

function edge(all: readonly (number | null)[] | undefined, of: (...values: number[]) => number): number | undefined {
  const known = (all ?? []).filter((us) => us !== null);
  return known.length > 0 ? of(...known) : undefined;
}
