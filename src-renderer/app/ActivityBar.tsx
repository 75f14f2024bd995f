import {
  Activity,
  ChartLine,
  CircleQuestionMark,
  ClipboardCheck,
  Cpu,
  Database,
  Gauge,
  Network,
  PencilLine,
  Rocket,
  Settings,
  Users,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { targetsBehind, useDeploy } from '../state/deploy.ts';
import { useDevices } from '../state/devices.ts';
import {
  activityLabelsSet,
  areaChosen,
  isRegionShown,
  type Layout,
  regionSet,
  tabOpened,
  useLayout,
} from '../state/layout.ts';
import { Menu } from '../ui/Menu.tsx';
import { pageOf } from './pages.tsx';
import './activity-bar.css';

const AREAS = [
  { area: 'devices', label: 'Devices', icon: Cpu },
  { area: 'commissioning', label: 'Commissioning', icon: ClipboardCheck },
  { area: 'trends', label: 'Trends', icon: ChartLine },
] as const satisfies readonly { area: Layout['area']; label: string; icon: typeof Cpu }[];

/** Pages that support all areas; those that this build has. */
const PAGES = [
  { path: 'deploy', label: 'Deploy', icon: Rocket },
  { path: 'historian', label: 'Historian', icon: Database },
  { path: 'writes', label: 'Writes', icon: PencilLine },
  { path: 'diagnostics', label: 'Diagnostics', icon: Activity },
  { path: 'system', label: 'System', icon: Gauge },
  { path: 'namespace', label: 'Namespace', icon: Network },
  { path: 'users', label: 'Users', icon: Users },
  { path: 'settings', label: 'Settings', icon: Settings },
  { path: 'welcome', label: 'Welcome', icon: CircleQuestionMark },
].filter(({ path }) => pageOf(path) !== undefined);

/** What the bar shows, in its order: Alt+Shift+1 is the first. */
export const activityLabels: readonly string[] = [...AREAS, ...PAGES].map(({ label }) => label);

function showArea(area: Layout['area']): void {
  const layout = useLayout.getState();
  const isShown = layout.area === area && isRegionShown(layout, 'explorer');
  if (area === 'devices' && !isShown && layout.width !== 'single') tabOpened('devices', 'preview');
  areaChosen(area);
}

/** Shows the item of the bar with this number, from 1; false where there is none. */
export function activityChosen(number: number): boolean {
  const area = AREAS[number - 1]?.area;
  const path = PAGES[number - 1 - AREAS.length]?.path;
  if (area !== undefined) showArea(area);
  else if (path !== undefined) tabOpened(path, 'kept');
  return area !== undefined || path !== undefined;
}

/** The work areas that exist; the active one hides the explorer. Below them, pages that support all of them. */
export function ActivityBar(): ReactNode {
  const shown = useLayout((state) => state.area);
  const active = useLayout((state) => state.active);
  const labels = useLayout((state) => state.activityLabels);
  const width = useLayout((state) => state.width);
  const isExplorerShown = useLayout((state) => isRegionShown(state, 'explorer'));
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>();
  const badges: Readonly<Record<string, Badge | undefined>> = {
    diagnostics: useOfflineBadge(),
    deploy: useUndeployedBadge(),
  };
  return (
    <nav
      className="activity-bar"
      data-region="activity"
      data-labels={width === 'single' ? 'shown' : labels}
      aria-label="Areas"
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      {AREAS.map(({ area, label, icon: Icon }, at) => (
        <button
          key={area}
          type="button"
          className="activity"
          aria-pressed={shown === area && isExplorerShown}
          title={`${label} (Alt+Shift+${at + 1})`}
          onClick={() => showArea(area)}
        >
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          <span className="activity-label">{label}</span>
        </button>
      ))}
      <span className="spacer" />
      {PAGES.map(({ path, label, icon: Icon }, at) => (
        <button
          key={path}
          type="button"
          className="activity"
          aria-current={active === path ? 'page' : undefined}
          title={withKeys(badges[path]?.text ?? label, at + 1 + AREAS.length)}
          onClick={() => tabOpened(path, 'kept')}
        >
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          <span className="activity-label">{label}</span>
          {badges[path] ? <BadgeView badge={badges[path]} /> : null}
        </button>
      ))}
      {menu ? (
        <Menu
          label="Activity bar"
          at={menu}
          onClose={() => setMenu(undefined)}
          items={[
            {
              label: labels === 'shown' ? 'Icons only' : 'Icons and words',
              keys: '',
              state: 'enabled',
              onChoose: () => activityLabelsSet(labels === 'shown' ? 'hidden' : 'shown'),
            },
            { label: 'Hide the explorer', keys: 'Ctrl+B', state: 'enabled', onChoose: hideExplorer },
          ]}
        />
      ) : null}
    </nav>
  );
}

/** There are keys for nine items. */
const withKeys = (label: string, number: number): string => (number > 9 ? label : `${label} (Alt+Shift+${number})`);

const hideExplorer = (): void => regionSet('explorer', 'hidden');

/** How many things below an item need somebody, and what they are in words. */
interface Badge {
  readonly count: number;
  readonly text: string;
}

function useOfflineBadge(): Badge | undefined {
  const count = useDevices(
    ({ list, health }) => list.filter((device) => health[device.id]?.status.kind === 'offline').length,
  );
  return count === 0 ? undefined : { count, text: count === 1 ? '1 device offline' : `${count} devices offline` };
}

function useUndeployedBadge(): Badge | undefined {
  const count = useDeploy(targetsBehind);
  if (count === 0) return undefined;
  return { count, text: count === 1 ? '1 target not there yet' : `${count} targets not there yet` };
}

function BadgeView({ badge: { count, text } }: { readonly badge: Badge }): ReactNode {
  return (
    <span className="activity-badge">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
