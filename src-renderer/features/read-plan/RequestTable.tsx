import type { ReactNode } from 'react';
import type { PlannedGroupView, PlannedRangeView, PlannedRequestView } from '../../../src-shared/contract/read-plan.ts';
import { bytesWords, paceWords, percent, rangeWords, shortMs } from './plan-words.ts';
import { segmentsOf } from './range-segments.ts';

/** More rows than that nobody reads, and none of them would be drawn fast. */
const SHOWN = 300;

interface RequestTableProps {
  readonly group: PlannedGroupView;
  readonly requestMs: number | null;
}

/** The requests of one pace: each with its ranges as bars, its tags, its bytes and what it costs. */
export function RequestTable({ group, requestMs }: RequestTableProps): ReactNode {
  const { requests } = group;
  const widest = Math.max(1, ...requests.flatMap(({ ranges }) => ranges.map(({ count }) => count)));
  return (
    <section className="plan-group" aria-label={paceWords(group)}>
      <h2>{paceWords(group)}</h2>
      <table className="plan-table">
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col">Reads</th>
            <th scope="col" className="plan-number">
              Tags
            </th>
            <th scope="col">Bytes</th>
            <th scope="col" className="plan-number">
              Fill
            </th>
            <th scope="col" className="plan-number">
              Takes
            </th>
          </tr>
        </thead>
        <tbody>
          {requests.slice(0, SHOWN).map((request) => (
            <Row key={request.text} request={request} widest={widest} requestMs={requestMs} />
          ))}
        </tbody>
      </table>
      {requests.length > SHOWN ? <p className="quiet">The first {SHOWN} are shown.</p> : null}
    </section>
  );
}

interface RowProps {
  readonly request: PlannedRequestView;
  readonly widest: number;
  readonly requestMs: number | null;
}

function Row({ request, widest, requestMs }: RowProps): ReactNode {
  const { text, ranges, tags, bytes } = request;
  return (
    <tr>
      <th scope="row" className="mono">
        {text}
      </th>
      <td>
        {ranges.map((range) => (
          <Bar key={`${range.area} ${range.start}`} range={range} widest={widest} />
        ))}
      </td>
      <td className="plan-number">{tags}</td>
      <td>{bytesWords(request)}</td>
      <td className="plan-number">{bytes ? percent(bytes.read / bytes.capacity) : ''}</td>
      <td className="plan-number">{requestMs === null ? '—' : shortMs(requestMs)}</td>
    </tr>
  );
}

/** One range at its length: what tags take of it is filled, what is read along is hatched. */
function Bar({ range, widest }: { readonly range: PlannedRangeView; readonly widest: number }): ReactNode {
  const named = range.tags.slice(0, 12).join(', ');
  const more = range.tags.length > 12 ? ` and ${range.tags.length - 12} more` : '';
  return (
    <div className="plan-bar" title={`${range.area} ${rangeWords(range)}\n${named}${more}`}>
      <div className="plan-bar-cells" style={{ width: `${Math.max(2, (100 * range.count) / widest)}%` }}>
        {segmentsOf(range).map(({ start, count, isGap }) => (
          <span key={start} className={isGap ? 'plan-gap' : 'plan-tags'} style={{ flexGrow: count }} />
        ))}
      </div>
      <span className="visually-hidden">{`${range.area} ${rangeWords(range)}`}</span>
    </div>
  );
}
