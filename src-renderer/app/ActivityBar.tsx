import { ChartLine, CircleQuestionMark, Cpu } from 'lucide-react';
import type { ReactNode } from 'react';
import { areaChosen, type Layout, tabOpened, useLayout } from '../state/layout.ts';

const AREAS = [
  { area: 'devices', label: 'Devices', icon: Cpu },
  { area: 'trends', label: 'Trends', icon: ChartLine },
] as const satisfies readonly { area: Layout['area']; label: string; icon: typeof Cpu }[];

/** The work areas that exist; the active one hides the explorer. */
export function ActivityBar(): ReactNode {
  const { area: active, explorer } = useLayout();
  const choose = (area: Layout['area']): void => {
    if (area === 'devices' && (active !== 'devices' || explorer === 'hidden')) tabOpened('devices', 'preview');
    areaChosen(area);
  };
  return (
    <nav className="activity-bar" data-region="activity" aria-label="Areas">
      {AREAS.map(({ area, label, icon: Icon }) => (
        <button
          key={area}
          type="button"
          className="activity"
          aria-pressed={active === area && explorer === 'shown'}
          onClick={() => choose(area)}
        >
          <Icon size={20} strokeWidth={1.5} aria-hidden />
          {label}
        </button>
      ))}
      <span className="spacer" />
      <button type="button" className="activity" onClick={() => tabOpened('welcome', 'kept')}>
        <CircleQuestionMark size={20} strokeWidth={1.5} aria-hidden />
        Welcome
      </button>
    </nav>
  );
}
