import { ListTree, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { DeviceTree } from '../features/devices/DeviceTree.tsx';
import { TrendList } from '../features/trend/TrendList.tsx';
import { type Layout, tabOpened } from '../state/layout.ts';
import { trendMade } from '../state/trends.ts';
import { escapeToEditor } from './regions.ts';
import { RegionSplitter } from './Splitter.tsx';

/** The tree of the active area. */
export function Explorer({ area }: { readonly area: Layout['area'] }): ReactNode {
  return (
    <section className="explorer" data-region="explorer" aria-label="Explorer" tabIndex={-1} onKeyDown={escapeToEditor}>
      <header className="panel-header">
        <h2>{area === 'devices' ? 'Devices' : 'Trends'}</h2>
        <span className="spacer" />
        {area === 'devices' ? (
          <button
            type="button"
            className="icon-button"
            aria-label="Show all devices as a list"
            title="All devices"
            onClick={() => tabOpened('devices', 'kept')}
          >
            <ListTree size={16} strokeWidth={1.5} aria-hidden />
          </button>
        ) : (
          <button
            type="button"
            className="icon-button"
            aria-label="New trend"
            title="New trend"
            onClick={() => tabOpened(`trend/${trendMade()}`, 'kept')}
          >
            <Plus size={16} strokeWidth={1.5} aria-hidden />
          </button>
        )}
      </header>
      {area === 'devices' ? <DeviceTree /> : <TrendList />}
      <RegionSplitter region="explorer" />
    </section>
  );
}
