import type { ReactNode } from 'react';
import { tabOpened, useLayout } from '../../state/layout.ts';
import { useTrends } from '../../state/trends.ts';
import './trend-list.css';

/** The trends of this browser. */
export function TrendList(): ReactNode {
  const trends = useTrends((state) => state.trends);
  const active = useLayout((state) => state.active);
  if (trends.length === 0) {
    return <p className="trend-list-note">No trends yet. Select tags and press Ctrl+Shift+A, or press +.</p>;
  }
  return (
    <ul className="trend-list">
      {trends.map((trend) => (
        <li key={trend.id}>
          <button
            type="button"
            aria-current={active === `trend/${trend.id}` ? 'page' : undefined}
            onClick={() => tabOpened(`trend/${trend.id}`, 'preview')}
            onDoubleClick={() => tabOpened(`trend/${trend.id}`, 'kept')}
          >
            {trend.name}
            <span className="quiet">{trend.pens.length === 1 ? '1 pen' : `${trend.pens.length} pens`}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
