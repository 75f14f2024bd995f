import type { ReactNode } from 'react';
import type { TagStatisticsView } from '../../../src-shared/contract/history-explore.ts';
import { clockIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import type { Result } from './historian-store.ts';

/** How whole the data of each tag are; its room is kept while they are looked at. */
export function HealthStrip({ result }: { readonly result: Result }): ReactNode {
  const { answer, statistics, question } = result;
  const clock = clockIn(question.timeZone);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <section className="historian-health" aria-label="Data health" tabIndex={0}>
      {answer.tags.map((tag, at) => (
        <HealthLine key={tag.topic} name={tag.name} clock={clock} of={statistics?.[at]} />
      ))}
    </section>
  );
}

interface HealthLineProps {
  readonly name: string;
  readonly clock: (us: number) => string;
  readonly of: TagStatisticsView | undefined;
}

function HealthLine({ name, clock, of }: HealthLineProps): ReactNode {
  if (!of)
    return (
      <p className="historian-health-line">
        <span className="historian-health-name">{name}</span>
        <span className="quiet">Looking at its data…</span>
      </p>
    );
  const { known, count, bad, coverage, gaps, firstUs, lastUs } = of;
  const isWhole = coverage >= 0.999;
  const samples = count + bad;
  if (samples === 0)
    return (
      <p className="historian-health-line">
        <span className="historian-health-name">{name}</span>
        <Glyph name="never" />
        <span>{known ? 'No samples in this range' : 'Nothing was ever stored of this tag'}</span>
      </p>
    );
  return (
    <p className="historian-health-line">
      <span className="historian-health-name">{name}</span>
      <Glyph name={isWhole ? 'ok' : 'half'} />
      <span>{(Math.floor(coverage * 1_000) / 10).toFixed(1)} % covered</span>
      <span className="quiet">
        {gaps.length === 1 ? '1 gap' : `${formatInteger(gaps.length)} gaps`} · {percent(bad / samples)} Bad
        {firstUs === null || lastUs === null
          ? ''
          : ` · first ${clock(toSecond(firstUs))}, last ${clock(toSecond(lastUs))}`}
      </span>
    </p>
  );
}

const toSecond = (us: number): number => Math.floor(us / 1e6) * 1e6;

function percent(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
}
