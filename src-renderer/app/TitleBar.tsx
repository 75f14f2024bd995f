import { Moon, PanelBottom, PanelLeft, PanelRight, Search, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { UserMenu } from '../features/sign-in/UserMenu.tsx';
import { isRegionShown, regionToggled, type SideRegion, useLayout } from '../state/layout.ts';
import { useLink } from '../state/link.ts';
import { paletteOpened } from '../state/palette.ts';
import { useMay, useRoleTitle } from '../state/roles.ts';
import { useSystem } from '../state/system.ts';
import { themeChosen, useTheme } from '../state/theme.ts';
import './title-bar.css';

/** Which product, project and gateway this is, in which mode; the search box; what is shown. */
export function TitleBar(): ReactNode {
  const info = useSystem((state) => state.info);
  return (
    <header className="title-bar">
      <div className="title-place">
        <span className="title-product">Nexus Edge</span>
        {info ? (
          <>
            <span className="title-project" title={`Project ${info.project}`}>
              {info.project}
            </span>
            <span className="title-gateway quiet" title={`Gateway ${info.gateway}, version ${info.version}`}>
              on {info.gateway}
            </span>
          </>
        ) : null}
        <ModeBadges />
      </div>
      <SearchButton />
      <div className="title-tools">
        <RegionButton region="explorer" keys="Ctrl+B" />
        <RegionButton region="panel" keys="Ctrl+J" />
        <RegionButton region="inspector" keys="Ctrl+I" />
        <ThemeButton />
        <UserMenu />
      </div>
    </header>
  );
}

/** Looks like the box that it opens. */
function SearchButton(): ReactNode {
  return (
    <button
      type="button"
      className="title-search"
      aria-label="Search or command (Ctrl+K)"
      aria-haspopup="dialog"
      onClick={() => paletteOpened()}
    >
      <Search size={14} aria-hidden />
      <span className="title-search-words">Search or command</span>
      <span className="title-search-keys">Ctrl+K</span>
    </button>
  );
}

function ModeBadges(): ReactNode {
  const isDemo = useSystem((state) => state.info?.mode === 'demo');
  const isLost = useLink((state) => state.state.kind === 'lost');
  const mayWrite = useMay('write');
  const role = useRoleTitle();
  return (
    <>
      {isDemo ? (
        <span className="title-badge" data-tone="manual" title="Simulated devices">
          DEMO
        </span>
      ) : null}
      {mayWrite ? null : (
        <span className="title-badge" data-tone="info" title={`You are signed in as ${role}.`}>
          READ-ONLY
        </span>
      )}
      {isLost ? (
        <span className="title-badge" data-tone="error" title="There is no link to the gateway.">
          OFFLINE
        </span>
      ) : null}
    </>
  );
}

const REGION_ICONS = { explorer: PanelLeft, panel: PanelBottom, inspector: PanelRight } as const;

function RegionButton({ region, keys }: { readonly region: SideRegion; readonly keys: string }): ReactNode {
  const isShown = useLayout((state) => isRegionShown(state, region));
  const Icon = REGION_ICONS[region];
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Show the ${region}`}
      aria-pressed={isShown}
      title={`${isShown ? 'Hide' : 'Show'} the ${region} (${keys})`}
      onClick={() => regionToggled(region)}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
    </button>
  );
}

function ThemeButton(): ReactNode {
  const theme = useTheme((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  const Icon = theme === 'dark' ? Sun : Moon;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={() => themeChosen(other)}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
    </button>
  );
}
