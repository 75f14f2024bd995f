import { ListTree, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckList } from '../features/checks/CheckList.tsx';
import { AddDeviceIcon } from '../features/devices/DeviceToolbar.tsx';
import { DeviceTree } from '../features/devices/DeviceTree.tsx';
import { TrendList } from '../features/trend/TrendList.tsx';
import { WatchList } from '../features/watch/WatchList.tsx';
import { type Layout, tabOpened } from '../state/layout.ts';
import { trendMade } from '../state/trends.ts';
import { escapeToEditor } from './regions.ts';
import { RegionSplitter } from './Splitter.tsx';

interface AreaView {
  readonly title: string;
  readonly Tree: () => ReactNode;
  /** What stands at the end of the header. */
  readonly tool?: {
    readonly label: string;
    readonly title: string;
    readonly icon: typeof Plus;
    readonly run: () => void;
  };
}

const CommissioningLists = (): ReactNode => (
  <>
    <WatchList />
    <CheckList />
  </>
);

/** What the explorer shows of each area. */
const VIEWS: Readonly<Record<Layout['area'], AreaView>> = {
  devices: {
    title: 'Devices',
    Tree: DeviceTree,
    tool: {
      label: 'Show all devices as a list',
      title: 'All devices',
      icon: ListTree,
      run: () => tabOpened('devices', 'kept'),
    },
  },
  commissioning: { title: 'Commissioning', Tree: CommissioningLists },
  trends: {
    title: 'Trends',
    Tree: TrendList,
    tool: {
      label: 'New trend',
      title: 'New trend',
      icon: Plus,
      run: () => tabOpened(`trend/${trendMade()}`, 'kept'),
    },
  },
};

/** The tree of the active area. */
export function Explorer({ area }: { readonly area: Layout['area'] }): ReactNode {
  const { title, tool, Tree } = VIEWS[area];
  return (
    <section className="explorer" data-region="explorer" aria-label="Explorer" tabIndex={-1} onKeyDown={escapeToEditor}>
      <header className="panel-header">
        <h2>{title}</h2>
        <span className="spacer" />
        {area === 'devices' ? <AddDeviceIcon /> : null}
        {tool ? (
          <button type="button" className="icon-button" aria-label={tool.label} title={tool.title} onClick={tool.run}>
            <tool.icon size={16} strokeWidth={1.5} aria-hidden />
          </button>
        ) : null}
      </header>
      <Tree />
      <RegionSplitter region="explorer" />
    </section>
  );
}
