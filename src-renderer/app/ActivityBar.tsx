import { Activity, ChartLine, CircleQuestionMark, Cpu, PencilLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { areaChosen, type Layout, tabOpened, useLayout } from '../state/layout.ts';

const AREAS = [
  { area: 'devices', label: 'Devices', icon: Cpu },
  { area: 'trends', label: 'Trends', icon: ChartLine },
] as const satisfies readonly { area: Layout['area']; label: string; icon: typeof Cpu }[];

const PAGES = [
  { path: 'writes', label: 'Writes', icon: PencilLine },
  { path: 'diagnostics', label: 'Diagnostics', icon: Activity },
] as const;

function showArea(area: Layout['area']): void {
  const { area: active, explorer } = useLayout.getState();
  if (area === 'devices' && (active !== 'devices' || explorer === 'hidden')) tabOpened('devices', 'preview');
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
  const { area: shown, explorer, active } = useLayout();
  return (
    <nav className="activity-bar" data-region="activity" aria-label="Areas">
      {AREAS.map(({ area, label, icon: Icon }, at) => (
        <button
          key={area}
          type="button"
          className="activity"
          aria-pressed={shown === area && explorer === 'shown'}
          title={`Alt+Shift+${at + 1}`}
          onClick={() => showArea(area)}
        >
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          {label}
        </button>
      ))}
      <span className="spacer" />
      {PAGES.map(({ path, label, icon: Icon }, at) => (
        <button
          key={path}
          type="button"
          className="activity"
          aria-current={active === path ? 'page' : undefined}
          title={`Alt+Shift+${at + 1 + AREAS.length}`}
          onClick={() => tabOpened(path, 'kept')}
        >
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          {label}
        </button>
      ))}
      <button type="button" className="activity" onClick={() => tabOpened('welcome', 'kept')}>
        <CircleQuestionMark size={20} strokeWidth={1.5} aria-hidden />
        Welcome
      </button>
    </nav>
  );
}
