import { Fragment, type ReactNode } from 'react';
import type { PlannedRangeView } from '../../../src-shared/contract/read-plan.ts';
import { rangeWords } from './plan-words.ts';
import { type AreaMap, areaMaps, segmentsOf } from './range-segments.ts';

/** The address space of a device: where requests begin and end, what tags take of them, and what is read along. */
export function AddressSpace({ ranges }: { readonly ranges: readonly PlannedRangeView[] }): ReactNode {
  if (ranges.length === 0) return null;
  return (
    <section className="address-space" aria-label="Address space">
      {areaMaps(ranges).map((map) => (
        <AreaStrip key={map.area} map={map} />
      ))}
      <p className="address-legend quiet" aria-hidden>
        <span className="legend-tags" /> Tags
        <span className="legend-gap" /> Read along
        <span className="legend-none" /> Not read
      </p>
    </section>
  );
}

function AreaStrip({ map }: { readonly map: AreaMap }): ReactNode {
  const { area, first, last, ranges } = map;
  return (
    <figure className="area-strip">
      <figcaption>
        <span className="area-name">{area}</span>
        <span className="quiet mono">{first === last ? first : `${first}–${last}`}</span>
      </figcaption>
      <div className="area-cells" role="img" aria-label={ranges.map(rangeWords).join('; ')}>
        {ranges.map((range, index) => {
          const before = ranges[index - 1];
          const unread = before ? range.start - before.start - before.count : 0;
          return (
            <Fragment key={`${range.start} ${range.count}`}>
              {unread > 0 ? <span className="area-none" style={{ flexGrow: unread }} /> : null}
              <span className="area-range" style={{ flexGrow: range.count }} title={rangeWords(range)}>
                {segmentsOf(range).map(({ start, count, isGap }) => (
                  <span key={start} className={isGap ? 'plan-gap' : 'plan-tags'} style={{ flexGrow: count }} />
                ))}
              </span>
            </Fragment>
          );
        })}
      </div>
    </figure>
  );
}
